#!/bin/sh
# Lets the server take changes itself. May be repeated.
set -eu
. "$FLORIA_FILES/postgresql/server.sh"
: "${program_folder:?is not set: the operation create must run first}"

data=$(postgresql_data)
if ! as_server test -f "$data/standby.signal"; then
    echo 'takes changes already'
    exit 0
fi
as_server "$program_folder/pg_ctl" -D "$data" -w -t 240 promote
