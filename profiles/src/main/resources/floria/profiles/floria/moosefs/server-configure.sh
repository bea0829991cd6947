#!/bin/sh
# Writes the configuration of a server of data; data that is there is kept.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
: "${bind_host:?is not set}" "${bind_port:?is not set}" "${master_host:?is not set}" "${master_port:?is not set}"
: "${server_key:?is not set}"

data=$(folder_for "${data_folder:-data}")
chunks=$(folder_for "${data_folder:-data}/chunks")
host=$(listen "$bind_host")
# 10 GB as 10GB; nothing of it is no limit.
limit=$(printf '%s' "${space:-0}" | tr -d ' ')
case $limit in
    0 | 0[A-Za-z]*) limit= ;;
    *) limit=" $limit" ;;
esac
printf '%s%s\n' "$chunks" "$limit" >disks.cfg
umask 077
{
    common_settings "$data"
    cat <<X
HDD_CONF_FILENAME = $PWD/disks.cfg
BIND_HOST = $host
CSSERV_LISTEN_HOST = $host
CSSERV_LISTEN_PORT = $bind_port
MASTER_HOST = $master_host
MASTER_PORT = $master_port
MASTER_RECONNECTION_DELAY = 1
X
} >server.cfg
