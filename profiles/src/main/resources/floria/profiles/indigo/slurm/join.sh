#!/bin/sh
# At the front end: writes a worker down, and returns when the controller has heard of it.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${slurm_conf:?is not set}" "${node_line:?is not set}"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$slurm_conf
export SLURM_CONF
folder=${slurm_conf%/*}

name=$(printf '%s' "$node_line" | sed -n 's/^NodeName=\([a-z0-9-]*\) .*/\1/p')
[ -n "$name" ] || fail "a worker describes itself by no name: $node_line"
exec 9>"$folder/nodes.lock"
flock 9
printf '%s\n%s\n' "${node_line% #*}" "${node_line##*#}" >"$folder/nodes.d/$name"
rm -f "$folder/idle/$name"
write_nodes "$folder"
restart_controller "$folder"
flock -u 9

turns=600
until state=$(sinfo -h -N -n "$name" -o %t 2>/dev/null) && case $state in idle | mix | alloc | comp) true ;; *) false ;; esac; do
    case $state in
        # It was drained before it went, and is back.
        drain* | down*) scontrol update "nodename=$name" state=resume 2>/dev/null || true ;;
    esac
    turns=$((turns - 1))
    [ "$turns" -gt 0 ] || fail "the controller does not reach $name: it is ${state:-unknown}. $(scontrol show node "$name" | grep -o 'Reason=.*' || true)"
    sleep 0.1
done
printf '%s is %s\n' "$name" "$state"
