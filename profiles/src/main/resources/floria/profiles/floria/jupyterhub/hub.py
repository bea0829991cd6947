"""The hub's configuration: who may come in, and as whom.

What differs between hubs comes by the environment. Passwords are taken out of it at once, so that neither the
proxy nor anybody's server gets to see them.
"""

import asyncio
import grp
import hmac
import json
import os
import pwd
import re
import socket
import sys

from jupyterhub.auth import Authenticator

HERE = os.path.dirname(os.path.abspath(__file__))
GROUP = "jupyterhub-users"  # as in account.sh
NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
PASSWORD = os.environ.pop("password")
ADMIN = os.environ.pop("admin")
ADMIN_PASSWORD = os.environ.pop("admin_password")
API_TOKEN = os.environ.pop("api_token")
USERS = set(json.loads(os.environ.get("users") or "[]"))
# Of the machine's own, which only root can make, and which this machine's owner would not expect where it is
# shared with everything else: there FLORIA_MOUNTS is set.
ACCOUNTS = os.geteuid() == 0 and not os.environ.get("FLORIA_MOUNTS")
HOMES = os.environ.get("FLORIA_MOUNTS", "") + os.environ["homes"]
if not ACCOUNTS and not os.access(HOMES, os.W_OK):
    HOMES = os.path.abspath("homes")


def of_the_hub(name):
    """Whether the name is free or an account that the hub has made: nobody signs in as root."""
    try:
        return grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name == GROUP
    except KeyError:
        return True


class Passwords(Authenticator):
    """One password for all users, and another one for the administrator."""

    def validate_username(self, username):
        return bool(NAME.fullmatch(username))

    async def authenticate(self, handler, data):
        name = self.normalize_username(data["username"])
        # Not asked for valid names: a hub whose list has such a name would not start for anybody.
        if ACCOUNTS and not of_the_hub(name):
            return None
        wanted = ADMIN_PASSWORD if name == ADMIN else PASSWORD
        given = data["password"]
        return name if hmac.compare_digest(given.encode(), wanted.encode()) else None


async def account(spawner):
    """Makes the user's account and home."""
    process = await asyncio.create_subprocess_exec(
        "sh", os.path.join(HERE, "account.sh"), spawner.user.name, HOMES
    )
    if await process.wait() != 0:
        raise RuntimeError(f"there is no account for {spawner.user.name}; the hub's log says why")


def inner_ports():
    """Two ports of the loopback, the same ones after a restart: servers that outlived it know them."""
    try:
        with open("ports.json") as file:
            return json.load(file)
    except FileNotFoundError:
        pass
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    with open("ports.json", "w") as file:
        json.dump(ports, file)
    return ports


c = get_config()  # noqa: F821 - the hub brings it
hub_port, proxy_port = inner_ports()
c.JupyterHub.ip = os.environ["bind_host"]
c.JupyterHub.port = int(os.environ["bind_port"])
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = hub_port
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [os.environ["proxy"]]

c.JupyterHub.authenticator_class = Passwords
c.Authenticator.admin_users = {ADMIN}
c.Authenticator.allowed_users = USERS | {ADMIN} if USERS else set()
if hasattr(Authenticator, "allow_all"):  # since 5.0, where no list means nobody
    c.Authenticator.allow_all = not USERS
c.JupyterHub.services = [{"name": "floria", "api_token": API_TOKEN}]
c.JupyterHub.load_roles = [
    {
        "name": "floria",
        "description": "Whoever has the token of the hub's interface.",
        "scopes": ["admin:users", "admin:servers", "access:servers"],
        "services": ["floria"],
    }
]

c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
if ACCOUNTS:
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    c.Spawner.pre_spawn_hook = account
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = HOMES + "/{username}"
    if os.geteuid() == 0:
        c.Spawner.args = ["--allow-root"]
