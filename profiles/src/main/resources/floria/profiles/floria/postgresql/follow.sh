#!/bin/sh
# Copies the data of another server, which this one follows from then on. May be repeated; a copy that is there is
# kept, also one that was promoted meanwhile.
set -eu
. "$FLORIA_FILES/postgresql/server.sh"
: "${program_folder:?is not set: the operation create must run first}"
: "${primary_host:?is not set: the server to follow published no endpoint}"
: "${primary_port:?is not set: the server to follow published no endpoint}"
: "${replication_password:?is the password of standbys}"

data=$(postgresql_data)
if [ -f "$data/PG_VERSION" ]; then
    printf 'going on with the data in %s\n' "$data"
    own_data "$data"
    exit 0
fi
place_for_data "$data"

# Made beside its place and moved there whole, so that half a copy is never taken for one.
part=$data.new
rm -rf "$part"
mkdir -m 700 "$part"
[ "$(id -u)" -ne 0 ] || chown postgres: "$part"
PGPASSWORD=$replication_password as_server "$program_folder/pg_basebackup" -D "$part" -w -R -X stream -c fast \
    -h "$primary_host" -p "$primary_port" -U floria_standby \
    || fail "the data of $primary_host:$primary_port could not be copied; the lines above say why"
mv "$part" "$data"
printf 'follows %s:%s with a copy in %s\n' "$primary_host" "$primary_port" "$data"
