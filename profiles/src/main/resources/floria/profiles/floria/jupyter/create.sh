#!/bin/sh
# Finds or installs a Jupyter server with $interface (any, classic or lab) and a kernel that imports the
# modules in $packages. What counts is that it runs: the first one in PATH may be an empty shell.
set -eu
. "$FLORIA_FILES/debian/install.sh"
. "$FLORIA_FILES/python/provide.sh"

interface=${interface:-any}
modules=$(python_modules "${packages:-}") || exit 1
case $interface in
    any) servers="notebook jupyterlab" ;;
    classic) servers=notebook ;;
    lab) servers=jupyterlab ;;
    *)
        printf 'interface: "%s" is none of any, classic, lab\n' "$interface" >&2
        exit 1
        ;;
esac

# The interpreters behind the Jupyter commands in PATH, which may belong to no python3 that is there.
jupyter_interpreters() {
    for command in jupyter-lab jupyter-notebook jupyter; do
        path=$(command -v "$command") || continue
        line=$(head -n 1 "$path" 2>/dev/null | tr -d '\000') || continue
        case $line in
            '#!/'*python*) printf '%s\n' "$line" | sed 's/^#! *//; s/ .*//' ;;
        esac
    done
}

# Sets python and server to a pair that runs.
find_jupyter() {
    for python in $(jupyter_interpreters) $(python_candidates); do
        for server in $servers; do
            # shellcheck disable=SC2086 # names, split on purpose
            if python_runs "$python" -m "$server" --version && python_has "$python" ipykernel $modules; then
                return 0
            fi
        done
    done
    return 1
}

install_debian() {
    debian_possible || return 1
    names=python3-ipykernel
    case $interface in
        lab) names="$names jupyterlab" ;;
        *) names="$names jupyter-notebook" ;;
    esac
    for module in $modules; do
        names="$names $(python_debian_package "$module")"
    done
    # shellcheck disable=SC2086 # names, split on purpose
    debian_knows $names && debian_install $names
}

install_venv() {
    names=ipykernel
    case $interface in
        lab) names="$names jupyterlab" ;;
        *) names="$names notebook" ;;
    esac
    for module in $modules; do
        names="$names $(python_index_name "$module")"
    done
    # shellcheck disable=SC2086 # names, split on purpose
    python_install_venv $names
}

if ! find_jupyter; then
    { install_debian && find_jupyter; } || { install_venv && find_jupyter; } || {
        case $interface in
            lab) kind=JupyterLab ;;
            *) kind="Jupyter Notebook" ;;
        esac
        printf '%s with a Python kernel%s is missing on this machine, and could not be installed: as root on Debian, apt-get install jupyter-notebook python3-ipykernel; elsewhere, pip install %s ipykernel%s\n' \
            "$kind" "${modules:+ that imports $modules}" "${servers%% *}" "${modules:+ $modules}" >&2
        exit 1
    }
fi

printf 'Jupyter is %s -m %s, version %s\n' "$python" "$server" "$(cd / && "$python" -m "$server" --version 2>/dev/null)"
{
    printf 'python=%s\n' "$python"
    printf 'server=%s\n' "$server"
} >>"$FLORIA_OUTPUT"
