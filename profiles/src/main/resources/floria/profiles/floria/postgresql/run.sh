#!/bin/sh
# Runs the server on the data folder, in the foreground.
set -eu
. "$FLORIA_FILES/postgresql/server.sh"
: "${program_folder:?is not set: the operation create must run first}"
: "${bind_host:?is not set: the machine published no endpoint for this node}"
: "${bind_port:?is not set: the machine published no endpoint for this node}"

data=$(postgresql_data)
[ -f "$data/PG_VERSION" ] || fail "there is no PostgreSQL data in $data: the operation configure must run first"

# For whoever looks after the server on its machine; a longer path does not fit into a socket's name.
socket=$data
[ "${#socket}" -le 80 ] || socket=

set -- "$program_folder/postgres" -D "$data" -c "listen_addresses=$bind_host" -c "port=$bind_port" \
    -c "unix_socket_directories=$socket" -c logging_collector=off -c log_destination=stderr \
    -c wal_keep_size=128MB # what a standby that was away for a while catches up from
if [ "$(id -u)" -eq 0 ]; then
    set -- setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@"
fi
cd /
"$@" </dev/null &
server=$!

# On SIGTERM PostgreSQL waits until every client has left; SIGINT ends it at once and in good order.
trap 'kill -INT "$server" 2>/dev/null || true' TERM INT HUP
while :; do
    status=0
    wait "$server" || status=$?
    kill -0 "$server" 2>/dev/null || exit "$status"
done
