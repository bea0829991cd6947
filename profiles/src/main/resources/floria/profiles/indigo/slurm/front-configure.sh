#!/bin/sh
# Makes the controller's folders and configuration. Nodes that are written down already stay.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${bind_port:?is not set}" "${address:?is not set}" "${partition:?is not set}"

write_munge_key
write_conf slurm.conf "$(uname -n)" "$address" "$bind_port"
write_task_prolog "$PWD/slurm.conf"
mkdir -p nodes.d idle
printf '%s\n' "$partition" >partition
shared=${shared_folder:-}
if [ -z "$shared" ]; then
    shared=$PWD/shared
    mkdir -p "$shared"
else
    [ -d "$shared" ] && [ -w "$shared" ] || fail "the shared folder $shared is not one that $(id -un) may write to on $(uname -n)"
fi
printf '%s\n' "$shared" >shared.path
mkdir -p "$shared/.floria-slurm"
# By this a worker sees whether it has the folder, or only one of the same name.
printf '%s' "$munge_key" | sha256sum | cut -c 1-32 >"$shared/.floria-slurm/mark"
printf 'Include %s\n' "$PWD/nodes.conf" >>slurm.conf
write_nodes "$PWD"
printf 'slurm_conf=%s\nshared=%s\n' "$PWD/slurm.conf" "$shared" >>"$FLORIA_OUTPUT"
