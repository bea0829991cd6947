# Stops a resource: everything that runs in it ends, politely and then by force. Removes it, if asked.
# $1 folder of the site  $2 key  $3 "stop" or "release"  $4 grace, in steps of 0.05 s
base=$1 key=$2
folder=$base/r/$key
running() {
  grep -lszxF -e "FLORIA_MACHINE=$key" /proc/[0-9]*/environ
}
signal() {
  for process in $(running); do
    process=${process#/proc/}
    kill -s "$1" "${process%/environ}"
  done 2>/dev/null
}
if [ "$3" = stop ]; then
  [ -f "$folder/claim" ] || exit 44
  : >"$folder/stopped" || exit 74
elif [ ! -e "$folder" ]; then
  exit 0
fi
signal TERM
steps=$4
while [ "$steps" -gt 0 ] && [ -n "$(running)" ]; do
  sleep 0.05
  steps=$((steps - 1))
done
# Again and again, because a process may fork between the look and the signal.
steps=200
while [ -n "$(running)" ]; do
  [ "$steps" -gt 0 ] || exit 77
  signal KILL
  sleep 0.02
  steps=$((steps - 1))
done
[ "$3" = release ] || exit 0
exec 9>>"$base/lock" && flock -w 30 9 || exit 75
[ -f "$folder/claim" ] && read -r _ _ _ _ _ user _ <"$folder/claim" && [ "$user" != - ] && userdel -- "$user" 2>/dev/null
rm -f -- "$folder/claim" && rm -rf -- "$folder" || exit 74
