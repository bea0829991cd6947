# Prints what the machine has: a word and its value on each line. What cannot be found out is left out.
# $1 the site's folder, empty for the usual one
base=${1:-$HOME/.floria-site}
echo "base $base"
echo "uid $(id -u)"
echo "host $(uname -n)"
echo "connection ${SSH_CONNECTION-}"
echo "cpus $(nproc)"
sed -n 's/^MemTotal: *\([0-9]*\) kB$/memory \1/p' /proc/meminfo
while [ ! -d "$base" ]; do base=$(dirname -- "$base"); done
df -Pk -- "$base" | { read -r _ && read -r _ _ _ free _ && echo "disk $free"; }
echo "architecture $(uname -m)"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] && (. "$file" && echo "os $ID${VERSION_ID:+:$VERSION_ID}" && echo "title $PRETTY_NAME") && break
done
[ -d /run/systemd/system ] && echo "systemd yes"
for engine in podman docker apptainer ch-run; do command -v "$engine" >/dev/null && echo "engine $engine"; done
for port in /sys/class/infiniband/*/ports/*; do
  grep -q ACTIVE "$port/state" 2>/dev/null && echo "infiniband $(cat "$port/rate")"
done
for card in /sys/class/net/*; do
  [ -e "$card/device" ] && speed=$(cat "$card/speed" 2>/dev/null) && [ "$speed" -gt 0 ] && echo "ethernet $speed"
done
if command -v nvidia-smi >/dev/null; then
  nvidia-smi --query-gpu=index,memory.total,driver_version,compute_cap,name --format=csv,noheader,nounits | sed 's/^/nvidia /'
  nvidia-smi | sed -n 's/.*CUDA Version: *\([0-9.]*\).*/cuda \1/p'
  nvidia-smi nvlink --status | grep -q 'GB/s' && echo "nvlink yes"
fi 2>/dev/null
if command -v rocm-smi >/dev/null; then
  rocm-smi --showproductname --showmeminfo vram --csv | sed 's/^/rocm /'
else
  for node in /sys/class/kfd/kfd/topology/nodes/*; do
    [ "$(cat "$node/gpu_id" 2>/dev/null || echo 0)" = 0 ] || echo "kfd $(cat "$node/name")"
  done
fi 2>/dev/null
exit 0
