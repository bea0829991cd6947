# Makes a resource, unless it is there: reserves its share of the machine and makes its folder. The
# file "claim" is written last, so that a resource is there whole or not at all. It holds: CPUs in
# thousandths, memory in KiB, whether it is the whole machine, GPUs, ports, its user, and a text.
# $1 folder of the site  $2 key  $3 "own" for a user of its own  $4 all CPUs  $5 all memory
# $6 all GPUs  $7 CPUs  $8 memory  $9 number of GPUs  $10 whole or 0  $11 text  $12 number of ports
# then the ports as INSIDE:PUBLISHED, then volumes, each with the path below which it is seen
base=$1 key=$2 users=$3 cpus=$4 memory=$5 gpus=$6 want_cpus=$7 want_memory=$8 want_gpus=$9
shift 9
whole=$1 text=$2 count=$3
shift 3
folder=$base/r/$key
umask 022
mkdir -p -- "$base/r" && exec 9>>"$base/lock" || exit 74
flock -w 30 9 || exit 75
[ ! -f "$folder/claim" ] || exit 0
used_gpus=, used_ports=, others=
for claim in "$base"/r/*-*-m*/claim; do
  [ -f "$claim" ] || continue
  read -r c m w g p _ <"$claim"
  cpus=$((cpus - c)) memory=$((memory - m)) others=1
  [ "$w" = 0 ] || taken=whole
  used_gpus=$used_gpus$g, used_ports=$used_ports$p,
done
machine=
case $key in *-*-m*)
  machine=1
  [ -z "${taken-}" ] && { [ "$whole" = 0 ] || [ -z "$others" ]; } || { echo "whole"; exit 78; }
  [ "$want_cpus" -le "$cpus" ] || { echo "cpus $cpus"; exit 78; }
  [ "$want_memory" -le "$memory" ] || { echo "memory $memory"; exit 78; }
esac
chosen_gpus=
for gpu in $(echo "$gpus" | tr , ' '); do
  [ "$want_gpus" -gt 0 ] || break
  case $used_gpus in *,"$gpu",*) continue ;; esac
  chosen_gpus=${chosen_gpus:+$chosen_gpus,}$gpu
  want_gpus=$((want_gpus - 1))
done
[ "$want_gpus" -le 0 ] || { echo "gpus $want_gpus"; exit 78; }
taken() {
  case $used_ports in *,"$1",*) return 0 ;; esac
  grep -qiE ": [0-9A-F]+:$(printf %04X "$1") [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}
chosen_ports=
next=$((20000 + $(printf %s "$key" | cksum | cut -d' ' -f1) % 10000))
while [ "$count" -gt 0 ]; do
  inside=${1%:*} published=${1#*:}
  shift
  count=$((count - 1))
  if [ -n "$published" ]; then
    port=$published
    taken "$port" && echo "$port" && exit 79
  elif [ "$inside" -gt 1023 ] && ! taken "$inside"; then
    port=$inside
  else
    while taken "$next"; do next=$((next + 1)); done
    port=$next
  fi
  used_ports=$used_ports$port,
  chosen_ports=${chosen_ports:+$chosen_ports,}$port
done
# Whatever has no claim was not finished.
rm -rf -- "$folder"
mkdir -p -- "$folder/w/mounts" "$folder/data" || exit 74
user=-
if [ "$users" = own ] && [ -n "$machine" ]; then
  user=fl-$(printf %s "$key" | sha256sum | cut -c1-12)
  id -u "$user" >/dev/null 2>&1 ||
    useradd --system --user-group --no-create-home --home-dir "$folder/w" --shell /bin/sh "$user" >&2 || exit 81
fi
while [ $# -gt 0 ]; do
  [ -d "$base/r/$1/data" ] || { echo "$1"; rm -rf -- "$folder"; exit 80; }
  seen=$folder/w/mounts/$2
  mkdir -p -- "$(dirname -- "$seen")" && ln -s -- "$base/r/$1/data" "$seen" || exit 74
  [ "$user" = - ] || chown -R -- "$user:" "$base/r/$1/data" || exit 74
  shift 2
done
[ "$user" = - ] || { chown -R -- "$user:" "$folder/w" && chmod 700 -- "$folder/w"; } || exit 74
echo "$want_cpus $want_memory $whole ${chosen_gpus:--} ${chosen_ports:--} $user $text" >"$folder/claim.new" &&
  sync -- "$folder/claim.new" && mv -f -- "$folder/claim.new" "$folder/claim" || exit 74
