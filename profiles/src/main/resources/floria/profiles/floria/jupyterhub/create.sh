#!/bin/sh
# Finds or installs JupyterHub, its proxy, and a kernel that imports the modules in $packages. What counts is that
# they run.
set -eu
. "$FLORIA_FILES/debian/install.sh"
. "$FLORIA_FILES/python/provide.sh"

modules=$(python_modules "${packages:-}") || exit 1

# Sets python to one that runs the hub, users' servers and kernels.
find_hub() {
    for python in $(python_candidates); do
        # shellcheck disable=SC2086 # names, split on purpose
        if python_runs "$python" -m jupyterhub --version \
            && python_has "$python" ipykernel $modules \
            && { python_has "$python" notebook || python_has "$python" jupyter_server; }; then
            return 0
        fi
    done
    return 1
}

# Sets proxy to a program that runs. Debian's finds its modules under another Node only when it is told where.
find_proxy() {
    export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}"
    for proxy in "$PWD/.proxy/node_modules/.bin/configurable-http-proxy" \
        "$(command -v configurable-http-proxy || true)" /usr/bin/configurable-http-proxy; do
        if [ -x "$proxy" ] && "$proxy" --version </dev/null >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

install_debian() {
    debian_possible || return 1
    names="jupyterhub python3-ipykernel"
    for module in $modules; do
        names="$names $(python_debian_package "$module")"
    done
    # shellcheck disable=SC2086 # names, split on purpose
    debian_knows $names && debian_install $names
}

# Into this folder, where accounts of users could not enter it: for an ordinary user's hub alone.
install_here() {
    [ "$(id -u)" -ne 0 ] || return 1
    names="jupyterhub notebook ipykernel"
    for module in $modules; do
        names="$names $(python_index_name "$module")"
    done
    # shellcheck disable=SC2086 # names, split on purpose
    find_hub || python_install_venv $names || return 1
    find_proxy || npm install --silent --no-fund --no-audit --prefix "$PWD/.proxy" configurable-http-proxy >&2
}

found() {
    find_hub && find_proxy
}

found || { install_debian && found; } || { install_here && found; } || {
    printf 'JupyterHub with its proxy and a Python kernel%s is missing on this machine, and could not be installed: as root on Debian, apt-get install jupyterhub python3-ipykernel; elsewhere, pip install jupyterhub notebook ipykernel%s and npm install -g configurable-http-proxy\n' \
        "${modules:+ that imports $modules}" "${modules:+ $modules}" >&2
    exit 1
}

printf 'JupyterHub is %s -m jupyterhub, version %s\n' "$python" "$(cd / && "$python" -m jupyterhub --version 2>/dev/null)"
{
    printf 'python=%s\n' "$python"
    printf 'proxy=%s\n' "$proxy"
} >>"$FLORIA_OUTPUT"
