# Delivers output until the command has ended (0) or enough was waited (3). Files are opened anew
# each time: on a network's file system that is when one sees what another machine has written.
# $1 folder of the command  $2 tenths of a second  $3 bytes of "out" and $4 of "err" already seen
[ -d "$1" ] || exit 44
left=$2 out=$3 err=$4
emit() {
  size=$(stat -c %s -- "$1" 2>/dev/null) || size=$2
  [ "$size" -le "$2" ] || tail -c "+$(($2 + 1))" -- "$1" | head -c "$((size - $2))"
}
while :; do
  over=
  [ ! -e "$1/exit" ] || over=yes
  emit "$1/out" "$out"
  out=$size
  emit "$1/err" "$err" >&2
  err=$size
  [ -z "$over" ] || exit 0
  [ "$left" -gt 0 ] || exit 3
  left=$((left - 1))
  sleep 0.1
done
