#!/bin/sh
# Makes the data folder where there is none, then the user and the database where they are not there.
# May be repeated; data that is there is kept.
set -eu
. "$FLORIA_FILES/postgresql/server.sh"
: "${program_folder:?is not set: the operation create must run first}"
: "${database:?names the database}"
: "${user:?names its owner}"
: "${password:?is the password of the user}"
: "${replication_password:?is the password of standbys}"

data=$(postgresql_data)
account=$(postgresql_account)
case $user in
    "$account") fail "user: $user is the account of the server itself; give another name" ;;
    floria_standby) fail "user: $user is the account of standbys; give another name" ;;
esac

# Made beside its place and moved there whole, so that half a data folder is never taken for one.
make_data() {
    part=$data.new
    rm -rf "$part"
    mkdir -m 700 "$part"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$part"
    as_server "$program_folder/initdb" -D "$part" -E UTF8 --locale=C.UTF-8 -U "$account" \
        --auth-local=peer --auth-host=reject >initdb.log 2>&1 || {
        cat initdb.log >&2
        fail "initdb could not make the data folder $part; the lines above say why"
    }
    mv "$part" "$data"
    printf 'made the data folder %s\n' "$data"
}

if [ -f "$data/PG_VERSION" ]; then
    printf 'going on with the data in %s\n' "$data"
    own_data "$data"
else
    place_for_data "$data"
    make_data
fi

# Local connections for the server's own account only; all others with a password.
as_server tee "$data/pg_hba.conf" >/dev/null <<'X'
local all all peer
host all all all scram-sha-256
host replication floria_standby all scram-sha-256
X

# For the set-up the server runs where nobody else can reach it. One that an interrupted set-up left
# behind is ended first.
place=$(as_server mktemp -d /tmp/floria-postgresql-XXXXXX)
end_setup() {
    if as_server test -f "$data/postmaster.pid" \
        && as_server sed -n 5p "$data/postmaster.pid" | grep -q '^/tmp/floria-postgresql-'; then
        as_server "$program_folder/pg_ctl" -D "$data" -m fast -w -s stop >/dev/null 2>&1 || true
    fi
}
trap 'end_setup; as_server rm -rf "$place"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
end_setup

as_server "$program_folder/pg_ctl" -D "$data" -w -s -t 300 -l "$place/log" \
    -o "-c listen_addresses= -c unix_socket_directories=$place -c log_min_error_statement=panic" start \
    </dev/null || {
    as_server cat "$place/log" >&2 || true
    fail "PostgreSQL does not start on $data; the lines above say why"
}

# The password reaches psql by the environment, and the server by the socket: it stands in no list of
# processes and in no log.
PGPASSWORD='' new_password=$password standby_password=$replication_password as_server "$program_folder/psql" -X -q -v ON_ERROR_STOP=1 \
    -h "$place" -U "$account" -d postgres -v user="$user" -v database="$database" <<'X' || fail "the user and the database could not be made; the lines above say why"
\set password `printf '%s' "$new_password"`
SELECT format('CREATE ROLE %I', :'user')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" LOGIN PASSWORD :'password';
\set standby `printf '%s' "$standby_password"`
SELECT 'CREATE ROLE floria_standby'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'floria_standby') \gexec
ALTER ROLE floria_standby LOGIN REPLICATION PASSWORD :'standby';
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'user')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
X
printf 'database %s belongs to user %s\n' "$database" "$user"
