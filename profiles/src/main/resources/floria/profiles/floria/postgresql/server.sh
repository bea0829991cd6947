# Sourced by operations: where PostgreSQL's programs are, and as whom they run.

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The data folder, absolute. Where volumes cannot be mounted at their locations, those are below FLORIA_MOUNTS.
postgresql_data() {
    case ${data_folder:-data} in
        /*) printf '%s\n' "${FLORIA_MOUNTS-}$data_folder" ;;
        *) printf '%s/%s\n' "$PWD" "${data_folder:-data}" ;;
    esac
}

# The account of the server: it refuses to be root.
postgresql_account() {
    if [ "$(id -u)" -eq 0 ]; then echo postgres; else id -un; fi
}

# Runs a program as the server's account, in a folder that it can enter.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@")
    else
        (cd / && exec "$@")
    fi
}

# Makes sure that the data folder $1, which is not there yet, can be made by the server's account.
place_for_data() {
    above=$(dirname "$1")
    mkdir -p "$above" || fail "data_folder: $above cannot be made; name a folder that may be written to"
    if ! as_server test -x "$above"; then
        # Folders of this machine are their owner's alone, and the server refuses to be root.
        [ -z "${FLORIA_MOUNTS-}" ] \
            || fail "PostgreSQL refuses to run as root, and no other account can enter the folders of this site: run Floria as an ordinary user, or choose a site with machines of its own, such as a container engine"
        fail "data_folder: the account $(postgresql_account) cannot enter $above; name a folder that it can, such as one below the location of a volume"
    fi
    if [ -e "$1" ]; then
        rmdir "$1" 2>/dev/null \
            || fail "data_folder: $1 is not empty, or is itself where a volume is mounted, and holds no PostgreSQL data; name a new folder below it"
    fi
}

# Gives data that is there to the server's account: the volume may come from a machine where that had another number.
own_data() {
    if [ "$(id -u)" -eq 0 ] && [ "$(stat -c %U "$1")" != postgres ]; then
        chown -R postgres: "$1"
    fi
}
