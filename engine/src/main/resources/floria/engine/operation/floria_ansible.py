#!/usr/bin/env python3
"""Runs an Ansible playbook on the machine that it configures.

As a program: floria_ansible.py PLAYBOOK. Called by Ansible with --list it is the inventory. What
the playbook may know comes in the environment and goes on in the environment and through pipes, so
that secrets are neither in the list of processes nor on the disk.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))


def unsafe(value):
    """Values are data: what looks like a template in them is not one."""
    if isinstance(value, str):
        return {"__ansible_unsafe": value}
    if isinstance(value, list):
        return [unsafe(item) for item in value]
    if isinstance(value, dict):
        return {name: unsafe(item) for name, item in value.items()}
    return value


def inventory():
    known = json.loads(os.environ["FLORIA_ANSIBLE"])
    # Playbooks for one machine name it so, and others find it by its groups.
    host = "localhost"
    variables = unsafe(known["variables"])
    variables["floria_topology"] = unsafe(known["topology"])
    variables["floria_folder"] = os.getcwd()
    variables["floria_node"] = known["host"]
    variables["ansible_connection"] = "local"
    variables["ansible_python_interpreter"] = sys.executable
    groups = {name: {"hosts": [host]} for name in known["groups"] if name not in (host, "all", "_meta")}
    groups["ungrouped"] = {"hosts": [host]}
    groups["_meta"] = {"hostvars": {host: variables}}
    print(json.dumps(groups))
    return 0


def fail(text):
    print(text, file=sys.stderr, flush=True)
    return 1


def role_folders(playbook):
    configured = os.environ.get("ANSIBLE_ROLES_PATH", "")
    folders = [os.path.join(os.path.dirname(playbook), "roles"), os.path.join(os.environ.get("FLORIA_FILES", HERE), "roles")]
    folders += [folder for folder in configured.split(":") if folder]
    folders += [os.path.expanduser("~/.ansible/roles"), "/usr/share/ansible/roles", "/etc/ansible/roles"]
    return list(dict.fromkeys(folders))


class Story:
    """Turns the events of the playbook into lines for people, and into outputs."""

    def __init__(self, operation, machine):
        self.operation = operation
        self.machine = machine
        self.failure = None
        self.outputs = {}
        self.tasks = {}

    def event(self, event):
        kind, task = event["event"], event.get("task", "")
        host = self.name(event.get("host"))
        if kind == "play":
            print(f"PLAY {event['name']}", flush=True)
        elif kind == "task":
            print(f"TASK {task}", flush=True)
        elif kind == "result":
            state = event["state"]
            text = event.get("text", "")
            print(f"  {state}: {host}" + (f": {text}" if text and state != "ok" else ""), flush=True)
            if state in ("failed", "unreachable") and not event.get("ignored"):
                self.failure = f"task '{task}' {state} on {host}" + (f": {text}" if text else "")
            self.tasks[task] = (state, text)
            self.outputs.update(event.get("values", {}))
        elif kind == "recap":
            for one, counts in event["hosts"].items():
                print(f"RECAP {self.name(one)}: " + ", ".join(f"{key} {value}" for key, value in counts.items() if value), flush=True)

    def name(self, host):
        """The machine is localhost to its playbook, which may have added others."""
        return self.machine if host in (None, "localhost") else f"{host}, reached from {self.machine}"

    def write(self, path):
        lines = {}
        for name, value in self.outputs.items():
            lines[name] = value if isinstance(value, str) else json.dumps(value)
        for task, (state, text) in self.tasks.items():
            at = f"ansible_output/{self.operation}/tasks/{task}".replace("=", "_")
            lines[at + "/state"] = state
            lines[at + "/output"] = text
        with open(path, "a", encoding="utf-8") as out:
            for name, value in lines.items():
                out.write(name + "=" + value.replace("\n", " ") + "\n")


def reason(complaints):
    """What Ansible says of a playbook that it cannot read, in one line, with the place."""
    text = "\n".join(complaints)
    found = re.search(r"Syntax Error while loading YAML\.\s*(.*)", text) or re.search(r"^(?:ERROR!|\[ERROR\]:?) *(.*)", text, re.M)
    place = re.search(r"The error appears to be in '([^']*)': (line \d+, column \d+)", text)
    what = found.group(1).strip() if found else ""
    return f"{what} ({os.path.basename(place.group(1))}, {place.group(2)})" if place else what


def environment(playbook):
    work = os.path.join(os.getcwd(), ".ansible")
    new = dict(os.environ)
    new.update(
        ANSIBLE_HOME=work,
        ANSIBLE_LOCAL_TEMP=os.path.join(work, "tmp"),
        ANSIBLE_REMOTE_TEMP=os.path.join(work, "tmp"),
        ANSIBLE_RETRY_FILES_ENABLED="0",
        ANSIBLE_NOCOLOR="1",
        ANSIBLE_STDOUT_CALLBACK="floria_events",
        ANSIBLE_CALLBACK_PLUGINS=os.path.join(HERE, "plugins"),
        ANSIBLE_DEPRECATION_WARNINGS="0",
        ANSIBLE_ROLES_PATH=":".join(role_folders(playbook)),
        LC_ALL="C.UTF-8",
    )
    return new


def run(playbook):
    program = shutil.which("ansible-playbook")
    name = os.path.basename(playbook)
    if program is None:
        return fail(
            f"Ansible is not installed on {os.uname().nodename}, which {name} needs."
            " Install it there (Debian: apt-get install ansible-core), or use an image that has it."
        )
    known = json.loads(os.environ["FLORIA_ANSIBLE"])
    folders = role_folders(playbook)
    for role in known["roles"]:
        if not any(os.path.isdir(os.path.join(folder, role)) for folder in folders):
            return fail(
                f"The Ansible role {role} is missing: it is neither in the template's folder roles"
                f" nor on {os.uname().nodename} ({', '.join(folders[2:])})."
                f" Put it beside the template, or run 'ansible-galaxy role install {role}' on the machine."
            )
    story = Story(
        os.environ.get("FLORIA_OPERATION", "operation").split(".")[-1],
        f"{known['host']} ({os.uname().nodename})",
    )
    child = subprocess.Popen(
        [program, "-i", os.path.join(HERE, "floria_ansible.py"), playbook],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(playbook),
        encoding="utf-8",
        errors="replace",
    )
    complaints = []

    def complain():
        for line in child.stderr:
            print(line, end="", file=sys.stderr, flush=True)
            complaints.append(line.strip())

    listener = threading.Thread(target=complain)
    listener.start()
    for line in child.stdout:
        if line.startswith('{"floria_event"'):
            story.event(json.loads(line)["floria_event"])
        else:
            print(line, end="", flush=True)
    listener.join()
    code = child.wait()
    output = os.environ.get("FLORIA_OUTPUT")
    if output:
        story.write(output)
    if code == 0:
        return 0
    return fail(f"playbook {name}: " + (story.failure or reason(complaints) or f"ansible-playbook ended with {code}"))


if __name__ == "__main__":
    sys.exit(inventory() if sys.argv[1:2] in (["--list"], ["--host"]) else run(sys.argv[1]))
