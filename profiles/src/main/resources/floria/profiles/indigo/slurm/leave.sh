#!/bin/sh
# At the front end: forgets a worker that is gone.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${slurm_conf:?is not set}"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$slurm_conf
export SLURM_CONF
folder=${slurm_conf%/*}

exec 9>"$folder/nodes.lock"
flock 9
# The worker is gone by now: what it was called stands where it was written down.
for file in "$folder"/nodes.d/*; do
    if [ -f "$file" ] && [ "$(sed -n 2p "$file")" = "$FLORIA_SOURCE.$FLORIA_SOURCE_INSTANCE" ]; then
        rm -f "$file" "$folder/idle/${file##*/}"
        printf '%s has left\n' "${file##*/}"
    fi
done
write_nodes "$folder"
restart_controller "$folder"
