#!/bin/sh
# Runs munge, the controller and, where no folder is shared, what offers the front end's own.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$PWD/slurm.conf
export SLURM_CONF

pids=
end() {
    trap '' TERM INT HUP
    for pid in $pids; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $pids; do
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$(short_folder)"
}
trap 'end; exit 143' TERM INT HUP

start_munge
pids=$munge
if [ -z "${shared_folder:-}" ] && command -v rclone >/dev/null 2>&1; then
    # Name and password by the environment: the list of processes is for all to see.
    RCLONE_USER=floria RCLONE_PASS=$munge_key rclone serve webdav --config /dev/null \
        --addr "$files_host:$files_port" "$(cat shared.path)" </dev/null &
    pids="$pids $!"
fi
unset munge_key
rm -f restart
while :; do
    slurmctld -D &
    controller=$!
    status=0
    pids="$pids $controller"
    wait "$controller" || status=$?
    [ -e restart ] || break
    rm -f restart
done
end
exit "$status"
