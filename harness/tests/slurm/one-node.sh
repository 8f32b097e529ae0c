#!/usr/bin/env bash
# Starts a Slurm of one node on a loopback of its own, runs a command against it, and takes everything down again:
#   one-node.sh FOLDER COMMAND [ARGUMENT...]
# FOLDER takes the configuration and the logs. When the command has ended, all jobs are waited for.
set -euo pipefail

if [[ ${ONE_NODE:-} != inside ]]; then
    # Whatever starts in these namespaces ends with them, and reaches nobody outside.
    exec env ONE_NODE=inside unshare --net --uts --pid --fork --kill-child --mount-proc "$0" "$@"
fi
folder=$(realpath -- "$1")
shift
hostname one
ip link set lo up
# Slurm asks for addresses only of kinds that a host has beside 127.0.0.1.
ip address add 10.0.0.1/32 dev lo
mkdir -p "$folder"/{state,spool,munge}
printf "127.0.0.1 localhost\n10.0.0.1 one\n" >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts
chmod 700 "$folder/munge"
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
chmod 600 "$folder/munge/key"
munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
cat >"$folder/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=one(10.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
CommunicationParameters=NoInAddrAny
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
NodeName=one NodeAddr=10.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=one Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd -N one
for ((tries = 0; tries < 300; tries++)); do
    [[ $(sinfo -h -o %T 2>/dev/null) == idle ]] && break
    sleep 0.1
done
[[ $(sinfo -h -o %T) == idle ]] || { echo "the node does not come up: see $folder" >&2; exit 1; }
"$@"
while [[ -n $(squeue -h) ]]; do sleep 0.2; done
scontrol show jobs -o | sed 's/^/job: /'
