#!/bin/sh
# Finds or installs PostgreSQL: the version that the data folder was made by, otherwise the newest.
set -eu
. "$FLORIA_FILES/debian/install.sh"
. "$FLORIA_FILES/postgresql/server.sh"

data=$(postgresql_data)
needed=
[ ! -f "$data/PG_VERSION" ] || needed=$(cat "$data/PG_VERSION")

# The folders with a server's programs, newest version first.
program_folders() {
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin; do
        printf '%s\n' "$folder"
    done | sort -V -r
    path=$(command -v postgres) && dirname "$path"
    path=$(command -v pg_config) && "$path" --bindir
    true
}

# Sets program_folder to one that runs, of the version that is needed.
find_server() {
    for program_folder in $(program_folders); do
        if ! [ -x "$program_folder/initdb" ] || ! [ -x "$program_folder/psql" ]; then
            continue
        fi
        version=$("$program_folder/postgres" --version 2>/dev/null) || continue
        case $version in
            *" ${needed:-}"*) return 0 ;;
        esac
    done
    return 1
}

install_debian() {
    debian_possible || return 1
    # Debian would make a cluster of its own at once, and start it on the port that ours wants.
    mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/floria.conf
    debian_install "postgresql${needed:+-$needed}"
}

find_server || { install_debian && find_server; } || {
    if [ -n "$needed" ]; then
        fail "the data in $data was made by PostgreSQL $needed, which is missing on this machine and could not be installed: install that version, or give another data_folder"
    fi
    fail "PostgreSQL is missing on this machine and could not be installed: as root on Debian, apt-get install postgresql"
}

if [ "$(id -u)" -eq 0 ]; then
    id -u postgres >/dev/null 2>&1 \
        || fail "PostgreSQL does not run as root, and there is no account postgres: adduser --system --group postgres"
    command -v setpriv >/dev/null 2>&1 \
        || fail "setpriv is missing, which runs PostgreSQL as the account postgres: install the package util-linux"
fi

printf '%s in %s\n' "$version" "$program_folder"
printf 'program_folder=%s\n' "$program_folder" >>"$FLORIA_OUTPUT"
