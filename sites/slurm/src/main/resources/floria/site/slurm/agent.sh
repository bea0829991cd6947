# Holds an allocation of the batch system, and runs in it what is put into the folder "commands".
# The lines before this text set: folder (the resource's), requeue (yes, or empty), tasks (ranks on
# each node), count (of ports), and the function "enter", which becomes its arguments, in the
# container if there is one. Nothing here is kept in memory alone: whoever can read the folder, on
# any machine that shares it, sees what runs and how it ended.
umask 022
# Charliecloud wants to know, and a job's environment need not say.
export USER="${USER:-$(id -un)}"
cd "$folder/work" || exit 74
commands=$folder/commands
life=$SLURM_JOB_ID.${SLURM_RESTART_COUNT:-0}
ending=
trap 'ending=yes' TERM

port=$((20000 + SLURM_JOB_ID * 16 % 30000))
free_port() {
  while port=$((port + 1)); grep -qs "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/tcp6; do :; done
}

scontrol -o show node "$SLURM_JOB_NODELIST" 2>/dev/null |
  sed -n 's/.* NodeAddr=\([^ ]*\).*/\1/p' >"$folder/hosts.new"
[ -s "$folder/hosts.new" ] || scontrol show hostnames "$SLURM_JOB_NODELIST" >"$folder/hosts.new"
mv -f "$folder/hosts.new" "$folder/hosts"
read -r address <"$folder/hosts"
free_port
export MASTER_ADDR="$address" MASTER_PORT="$port"
export WORLD_SIZE=$((${SLURM_JOB_NUM_NODES:-1} * tasks)) RANK=0 LOCAL_RANK=0
export FLORIA_HOSTFILE="$folder/hosts" FLORIA_MOUNTS="$folder/mounts" FLORIA_RANKS="$folder/ranks"
cat >"$folder/ranks.new" <<X
#!/bin/sh
# Runs a program once for each rank, on all nodes of the allocation, with its rank in RANK.
exec srun --input=none --kill-on-bad-exit=1 --nodes=${SLURM_JOB_NUM_NODES:-1} --ntasks-per-node=$tasks \\
  /bin/sh -c 'RANK=\$SLURM_PROCID LOCAL_RANK=\$SLURM_LOCALID NODE_RANK=\$SLURM_NODEID
export RANK LOCAL_RANK NODE_RANK
exec "\$@"' floria "\$@"
X
chmod 755 "$folder/ranks.new" && mv -f "$folder/ranks.new" "$folder/ranks"

# Runs one command to its end. What the batch system itself ends has no exit code: it is lost with
# the job, or started again in the next life of one that is put back into the queue.
# $1 folder of the command
run() {
  script=$(cat "$1/script" && echo x) || return
  [ -n "$requeue" ] || rm -f "$1/script"
  told=
  trap 'told=yes' TERM
  printf '%s\n' "$life" >"$1/life.new" && mv -f "$1/life.new" "$1/life"
  export FLORIA_COMMAND="$1"
  # Over a pipe, because settings may be secret and arguments are seen by everybody.
  printf '%s' "${script%x}" | enter /bin/sh >>"$1/out" 2>>"$1/err"
  code=$?
  # All processes of a job are told of its end one after the other.
  if [ -n "$requeue" ] || [ "$code" -ge 128 ]; then sleep 0.2; fi
  [ -z "$told" ] || return
  printf '%s\n' "$code" >"$1/exit.new" && mv -f "$1/exit.new" "$1/exit"
  rm -f "$1/script"
}

marked() {
  grep -lszxF -e "FLORIA_COMMAND=$1" /proc/[0-9]*/environ
}

signal() {
  for process in $(marked "$1"); do
    process=${process#/proc/}
    kill -s "$2" "${process%/environ}"
  done 2>/dev/null
}

# Ends a command and what it started. $1 its folder  $2 grace in tenths of a second
end() {
  signal "$1" TERM
  steps=$2
  while [ "$steps" -gt 0 ] && [ -n "$(marked "$1")" ]; do
    sleep 0.1
    steps=$((steps - 1))
  done
  while [ -n "$(marked "$1")" ]; do
    signal "$1" KILL
    sleep 0.05
  done
}

for script in "$commands"/*/script; do
  dir=${script%/script}
  if [ -e "$script" ] && [ -n "$requeue" ]; then
    echo "floria: started again in job $SLURM_JOB_ID, which was put back into the queue" >>"$dir/err"
    run "$dir" &
  fi
done

printf 'life=%s\naddress=%s\nnode=%s\nports=' "$life" "$address" "${SLURMD_NODENAME-}" >"$folder/agent.new"
while [ "$count" -gt 0 ]; do
  free_port
  printf '%s ' "$port" >>"$folder/agent.new"
  count=$((count - 1))
done
echo >>"$folder/agent.new"
mv -f "$folder/agent.new" "$folder/agent"

idle=0
while [ -z "$ending" ]; do
  [ -d "$commands" ] || exit 0
  idle=$((idle + 1))
  for request in "$commands"/*/start; do
    [ -e "$request" ] || continue
    idle=0
    dir=${request%/start}
    if mv -f "$request" "$dir/script"; then run "$dir" & fi
  done
  for request in "$commands"/*/kill; do
    [ -e "$request" ] || continue
    idle=0
    read -r grace <"$request"
    rm -f "$request"
    end "${request%/kill}" "$grace" &
  done
  if [ "$idle" -gt 300 ]; then sleep 1; else sleep 0.1; fi
done
wait
exit 143
