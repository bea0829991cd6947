# Sourced by operations: what the machines of a Slurm cluster have in common.

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# short_folder: of this machine and of this node, for sockets, whose paths must be short; made where it is missing.
short_folder() {
    _short=$PWD/run
    [ "${#_short}" -le 60 ] \
        || _short=/tmp/.floria-slurm-$(id -u)-$(printf '%s' "$PWD" | sha256sum | cut -c 1-16)
    mkdir -m 755 "$_short" 2>/dev/null || true
    # Whoever else may write to /tmp cannot have made it for us.
    [ -d "$_short" ] && [ -O "$_short" ] && [ ! -h "$_short" ] || fail "the folder $_short is not ours"
    printf '%s\n' "$_short"
}

# The key of the cluster goes from the environment to a file of our own.
write_munge_key() {
    : "${munge_key:?is not set}"
    (umask 077 && printf '%s' "$munge_key" | sha512sum | cut -d ' ' -f 1 >munge.key.new)
    chmod 400 munge.key.new
    mv -f munge.key.new munge.key
}

# start_munge: in the background; sets munge to its process.
start_munge() {
    _socket=$(short_folder)/munge
    munged --foreground --force --num-threads=4 --key-file="$PWD/munge.key" \
        --socket="$_socket" --pid-file="$PWD/munge.pid" --log-file="$PWD/munge.log" \
        --seed-file="$PWD/munge.seed" </dev/null &
    munge=$!
    _turns=100
    until [ -S "$_socket" ]; do
        kill -0 "$munge" 2>/dev/null || fail "munged ended: $(tail -n 1 munge.log)"
        _turns=$((_turns - 1))
        [ "$_turns" -gt 0 ] || fail "munged does not come up: $(tail -n 1 munge.log)"
        sleep 0.1
    done
}

# cluster_name: of the deployment.
cluster_name() {
    printf '%s' "$FLORIA_DEPLOYMENT" | tr 'A-Z' 'a-z' | tr -cd 'a-z0-9' | cut -c 1-40
}

# write_conf FILE HOST ADDRESS PORT: what every machine of the cluster has, with paths of its own.
write_conf() {
    _me=$(id -un)
    _run=$(short_folder)
    cat >"$1" <<X
ClusterName=$(cluster_name)
SlurmctldHost=$2($3)
SlurmctldPort=$4
SlurmUser=$_me
SlurmdUser=$_me
AuthType=auth/munge
AuthInfo=socket=$_run/munge
CredType=cred/munge
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$_run/spool
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
TaskProlog=$PWD/task-prolog.sh
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=100
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=5,batch_sched_delay=1,bf_interval=5
MpiDefault=none
GresTypes=gpu
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherParams=OverMemoryKill
TreeWidth=65533
ReturnToService=2
SlurmdTimeout=60
MinJobAge=3600
DebugFlags=NO_CONF_HASH
X
    echo "CgroupAutomount=no" >cgroup.conf
    mkdir -p state "$_run/spool"
}

# The commands of a job are to find the cluster by the configuration of the machine that they run on.
write_task_prolog() {
    printf '#!/bin/sh\nprintf "export SLURM_CONF=%%s\\n" "%s"\n' "$1" >task-prolog.sh
    chmod 755 task-prolog.sh
}

# write_nodes FOLDER: the nodes of the cluster as the controller and the jobs read them. A node that is never
# there lets jobs wait in the queue while there is no worker.
write_nodes() {
    {
        echo "NodeName=absent CPUs=4096 RealMemory=8000000 State=FUTURE"
        for _line in "$1"/nodes.d/*; do
            [ ! -f "$_line" ] || head -n 1 "$_line"
        done
        echo "PartitionName=$(cat "$1/partition") Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
    } >"$1/nodes.conf.new"
    mv -f "$1/nodes.conf.new" "$1/nodes.conf"
    _shared=$(cat "$1/shared.path")/.floria-slurm
    mkdir -p "$_shared"
    cp "$1/nodes.conf" "$_shared/nodes.conf.new" && mv -f "$_shared/nodes.conf.new" "$_shared/nodes.conf"
}

# restart_controller FOLDER: so that it reads its nodes anew; jobs and their queue stay.
restart_controller() {
    _before=$(cat "$1/slurmctld.pid" 2>/dev/null) || _before=
    : >"$1/restart"
    [ -z "$_before" ] || kill "$_before" 2>/dev/null || true
    _turns=300
    while [ -e "$1/restart" ] || ! scontrol ping 2>/dev/null | grep -q ' UP'; do
        _turns=$((_turns - 1))
        [ "$_turns" -gt 0 ] || fail "the controller does not come back; its lines are in the log of its node"
        sleep 0.1
    done
}
