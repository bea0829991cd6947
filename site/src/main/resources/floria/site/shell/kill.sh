# Ends the command and what it started: its process group, and every process that inherited its
# mark, also when it left the group. SIGTERM first, SIGKILL after the grace.
# $1 folder of the command  $2 grace, in steps of 0.05 s
alive() {
  ! flock -n -s "$1/alive" true
}
marked() {
  # A zombie has no environment left, and so does not count.
  grep -lszxF -e "FLORIA_COMMAND=$1" /proc/[0-9]*/environ
}
signal() {
  # The number of the group is only known to be the command's while its supervisor waits for it.
  if alive "$1" && read -r supervisor command <"$1/pid"; then
    kill -s "$2" -- "-$command" || kill -s "$2" "$command"
  fi
  for process in $(marked "$1"); do
    process=${process#/proc/}
    kill -s "$2" "${process%/environ}"
  done
} 2>/dev/null
over() {
  ! alive "$1" && [ -z "$(marked "$1")" ]
}
[ -e "$1/pid" ] || exit 44
over "$1" && exit
signal "$1" TERM
steps=$2
while [ "$steps" -gt 0 ]; do
  over "$1" && exit
  sleep 0.05
  steps=$((steps - 1))
done
# Again and again, because a process may fork between the look and the signal.
steps=200
while ! over "$1"; do
  [ "$steps" -gt 0 ] || exit 75
  signal "$1" KILL
  sleep 0.02
  steps=$((steps - 1))
done
