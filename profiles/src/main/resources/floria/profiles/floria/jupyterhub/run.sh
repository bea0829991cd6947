#!/bin/sh
# Runs the hub, which runs its proxy and the users' servers, in the foreground. Passwords come by the environment.
set -eu
: "${python:?is not set: the operation create must run first}"
: "${proxy:?is not set: the operation create must run first}"
: "${bind_host:?is not set: the machine published no endpoint for this node}"
: "${bind_port:?is not set: the machine published no endpoint for this node}"
: "${password:?is not set: a hub that anybody may enter is not started}"
: "${admin:?names the administrator}"
: "${admin_password:?is not set: a hub that anybody may enter is not started}"
: "${api_token:?is not set}"
: "${homes:?names the folder of the users' homes}"

# Debian's proxy needs it under another Node than Debian's.
export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}"
# What users write is their own, and so are the hub's database and the key of its cookies.
umask 077
exec "$python" -m jupyterhub --config "$FLORIA_FILES/jupyterhub/hub.py"
