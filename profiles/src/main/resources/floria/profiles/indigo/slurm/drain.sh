#!/bin/sh
# On a worker that is to go: takes no new jobs, and waits for the end of those that it runs.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${slurm_node:?is not set}"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$PWD/slurm.conf
export SLURM_CONF

scontrol update "nodename=$slurm_node" state=drain reason="Floria takes it away" \
    || fail "the controller does not take $slurm_node out of use"
said=
while :; do
    jobs=$(squeue -h -w "$slurm_node" -o %A 2>/dev/null | sort -u | tr '\n' ' ') || jobs='?'
    [ -n "$jobs" ] || break
    [ "$jobs" = "$said" ] || printf '%s waits for its jobs: %s\n' "$slurm_node" "$jobs"
    said=$jobs
    sleep 1
done
printf '%s is drained\n' "$slurm_node"
