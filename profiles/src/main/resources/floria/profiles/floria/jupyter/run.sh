#!/bin/sh
# Runs the server that create found, over this folder. The token comes by the environment and stays
# there: JUPYTER_TOKEN is Jupyter's own variable for it.
set -eu
: "${python:?is not set: the operation create must run first}"
: "${server:?is not set: the operation create must run first}"
: "${bind_host:?is not set: the machine published no endpoint for this node}"
: "${bind_port:?is not set: the machine published no endpoint for this node}"
: "${JUPYTER_TOKEN:?is not set: a server that anybody may use is not started}"

folder=$PWD
# Nothing of the account that runs it, so that two servers of one account do not meet.
mkdir -p .jupyter
chmod 700 .jupyter
export JUPYTER_CONFIG_DIR="$folder/.jupyter/config"
export JUPYTER_DATA_DIR="$folder/.jupyter/data"
export JUPYTER_RUNTIME_DIR="$folder/.jupyter/runtime"
export IPYTHONDIR="$folder/.jupyter/ipython"
export HOME="${HOME:-$folder}"

# Not from the folder of the notebooks: a random.py there would stand for Python's own.
cd /
version=$("$python" -m "$server" --version)
case $server:${version%%.*} in
    notebook:[1-6])
        set -- --NotebookApp.ip="$bind_host" --NotebookApp.port="$bind_port" \
            --NotebookApp.port_retries=0 --NotebookApp.open_browser=False \
            --NotebookApp.allow_root=True --NotebookApp.notebook_dir="$folder"
        ;;
    *)
        set -- --ServerApp.ip="$bind_host" --ServerApp.port="$bind_port" \
            --ServerApp.port_retries=0 --ServerApp.open_browser=False \
            --ServerApp.allow_root=True --ServerApp.root_dir="$folder"
        ;;
esac
exec "$python" -m "$server" "$@"
