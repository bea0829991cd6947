# Sourced by operations: what the machines of a MooseFS have in common.

PATH=$PATH:/usr/sbin:/sbin

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# folder_for PATH: absolute, and there. Where volumes cannot be mounted at their locations, those are below
# FLORIA_MOUNTS.
folder_for() {
    case $1 in
        /*) _folder=${FLORIA_MOUNTS-}$1 ;;
        *) _folder=$PWD/$1 ;;
    esac
    mkdir -p "$_folder" || fail "data_folder: $_folder cannot be made; name a folder that may be written to"
    printf '%s\n' "$_folder"
}

# listen ADDRESS: as MooseFS writes it.
listen() {
    case $1 in
        0.0.0.0 | ::) printf '*\n' ;;
        *) printf '%s\n' "$1" ;;
    esac
}

# common_settings DATA: of both daemons.
common_settings() {
    cat <<X
WORKING_USER = $(id -un)
WORKING_GROUP = $(id -gn)
DATA_PATH = $1
AUTH_CODE = $server_key
NICE_LEVEL = 0
DISABLE_OOM_KILLER = 0
X
}
