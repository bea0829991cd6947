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
