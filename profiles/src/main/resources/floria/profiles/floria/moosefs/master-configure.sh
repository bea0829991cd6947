#!/bin/sh
# Writes the master's configuration, and empty metadata where there are none.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
: "${bind_host:?is not set}" "${clients_port:?is not set}" "${servers_port:?is not set}" "${loggers_port:?is not set}"
: "${password:?is not set}" "${server_key:?is not set}"

data=$(folder_for "${data_folder:-data}")
if [ -f "$data/metadata.mfs" ] || [ -f "$data/metadata.mfs.back" ]; then
    printf 'going on with the metadata in %s\n' "$data"
else
    printf 'MFSM NEW' >"$data/metadata.mfs"
fi
host=$(listen "$bind_host")
umask 077
# Its own users and groups hold on the file system as on each machine; root is root there too.
printf '* / rw,alldirs,maproot=0,password=%s\n' "$password" >exports.cfg
: >topology.cfg
{
    common_settings "$data"
    cat <<X
EXPORTS_FILENAME = $PWD/exports.cfg
TOPOLOGY_FILENAME = $PWD/topology.cfg
MATOCL_LISTEN_HOST = $host
MATOCL_LISTEN_PORT = $clients_port
MATOCS_LISTEN_HOST = $host
MATOCS_LISTEN_PORT = $servers_port
MATOML_LISTEN_HOST = $host
MATOML_LISTEN_PORT = $loggers_port
REPLICATIONS_DELAY_INIT = 10
CHUNKS_LOOP_MIN_TIME = 60
X
} >master.cfg
