#!/bin/sh
# Writes the worker's configuration, and how the controller is to write it down.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${bind_port:?is not set}" "${address:?is not set}" "${controller_address:?is not set}" "${controller_port:?is not set}"
PATH=$PATH:/usr/sbin:/sbin

node=$(printf '%s' "$FLORIA_NODE" | tr 'A-Z_.' 'a-z--' | tr -cd 'a-z0-9-')-$FLORIA_INSTANCE
[ "${cpus:-0}" -gt 0 ] || cpus=$(nproc)

# 2 GB, 512 MiB and the like, in MiB.
mebibytes() {
    printf '%s\n' "$1" | awk '{
        n = $0; sub(/[^0-9.].*/, "", n); u = tolower($0); gsub(/[^a-z]/, "", u)
        f["b"] = 1; f["kb"] = 1e3; f["mb"] = 1e6; f["gb"] = 1e9; f["tb"] = 1e12
        f["kib"] = 1024; f["mib"] = 1048576; f["gib"] = 1073741824; f["tib"] = 1099511627776
        printf "%d\n", n * f[u] / 1048576 }'
}
size=$(mebibytes "${memory:-0 MB}")
# The system needs some itself.
[ "$size" -gt 0 ] || size=$(awk '/^MemTotal:/ { printf "%d\n", $2 / 1024 * 0.9 }' /proc/meminfo)

gpus=
count=0
for device in /dev/nvidia[0-9]*; do
    [ -c "$device" ] || continue
    count=$((count + 1))
    printf 'Name=gpu File=%s\n' "$device"
done >gres.conf.new
count=$(wc -l <gres.conf.new)
mv -f gres.conf.new gres.conf
[ "$count" -eq 0 ] || gpus=" Gres=gpu:$count"

line="NodeName=$node NodeAddr=$address NodeHostname=$(uname -n) Port=$bind_port CPUs=$cpus RealMemory=$size$gpus"
[ -z "${features:-}" ] || line="$line Feature=$features"

write_munge_key
write_conf slurm.conf controller "$controller_address" "$controller_port"
cp slurm.conf job.conf
printf '%s\n' "$line" >>slurm.conf
printf 'Include %s/.floria-slurm/nodes.conf\n' "$shared" >>job.conf
write_task_prolog "$PWD/job.conf"
printf 'slurm_node=%s\nnode_line=%s\n' "$node" "$line #$FLORIA_NODE.$FLORIA_INSTANCE" >>"$FLORIA_OUTPUT"
