#!/bin/sh
# At the front end: how many workers the queue asks for, and which have had nothing to do for long.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${slurm_conf:?is not set}"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$slurm_conf
export SLURM_CONF
folder=${slurm_conf%/*}

# 90 s, 10 m, 2 h in seconds.
limit=$(printf '%s\n' "${idle_time:-10 m}" | awk '{
    n = $0; sub(/[^0-9.].*/, "", n); u = $0; gsub(/[^a-z]/, "", u)
    f["s"] = 1; f["m"] = 60; f["min"] = 60; f["h"] = 3600; f["d"] = 86400; f["ms"] = 0.001
    printf "%d\n", n * (u in f ? f[u] : 1) }')
now=$(date +%s)

nodes=$(sinfo -h -N -o '%N %t %c') || fail "the controller does not answer"
# What waits for anything but nodes, such as another job, is no reason for more of them.
waiting=$(squeue -h -r -t PENDING -o '%D %C %r' | grep -v -i -E 'depend|begintime|held|limit|license|cleaning') || true

busy=0
old=
idle=0
cpus=0
total=0
for file in "$folder"/nodes.d/*; do
    [ -f "$file" ] || continue
    name=${file##*/}
    total=$((total + 1))
    state=$(printf '%s\n' "$nodes" | awk -v n="$name" '$1 == n { print $2; exit }')
    [ "$cpus" -gt 0 ] || cpus=$(printf '%s\n' "$nodes" | awk -v n="$name" '$1 == n { print $3; exit }')
    case $state in
        idle)
            idle=$((idle + 1))
            [ -f "$folder/idle/$name" ] || printf '%s\n' "$now" >"$folder/idle/$name"
            since=$(cat "$folder/idle/$name")
            [ $((now - since)) -lt "$limit" ] || old="$old$since $(sed -n 2p "$file")
"
            ;;
        mix | alloc | comp)
            busy=$((busy + 1))
            rm -f "$folder/idle/$name"
            ;;
        *) rm -f "$folder/idle/$name" ;;
    esac
done
[ "${cpus:-0}" -gt 0 ] || cpus=1

jobs=0
needed=0
if [ -n "$waiting" ]; then
    jobs=$(printf '%s\n' "$waiting" | wc -l)
    needed=$(printf '%s\n' "$waiting" | awk -v c="$cpus" '
        { if ($1 > most) most = $1; all += $2 }
        END { n = int((all + c - 1) / c); print (n > most ? n : most) }')
fi
printf 'instances=%s\n' $((busy + needed + ${spare:-0})) >>"$FLORIA_OUTPUT"
printf 'removable=%s\n' "$(printf '%s' "$old" | sort -n | cut -d ' ' -f 2 | tr '\n' ',')" >>"$FLORIA_OUTPUT"
printf 'why=%s jobs wait, %s of %s workers are at work, %s idle\n' "$jobs" "$busy" "$total" "$idle" >>"$FLORIA_OUTPUT"
