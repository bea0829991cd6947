# Delivers the output from its beginning until the command has ended: "out" to standard output,
# "err" to standard error. Exits with 0 when the command did, else with 1.
# $1 folder of the command
alive() {
  read -r pid since boot command <"$1/pid" || return
  read -r now </proc/sys/kernel/random/boot_id && [ "$now" = "$boot" ] || return
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return
  set -- ${stat##*) }
  shift 19
  [ "$1" = "$since" ]
}
if [ ! -e "$1/exit" ] && alive "$1" 2>/dev/null; then
  # What tail itself has to say (that it may not use inotify) is not output of the command.
  tail -c +1 -f -s 0.05 --pid="$pid" "$1/out" 2>/dev/null &
  out=$!
  tail -c +1 -f -s 0.05 --pid="$pid" "$1/err" >&2 2>/dev/null &
  err=$!
  trap 'kill "$out" "$err" 2>/dev/null; exit 1' TERM HUP INT
  wait "$out"
  wait "$err"
else
  cat "$1/out"
  cat "$1/err" >&2
fi
read -r code 2>/dev/null <"$1/exit" && [ "$code" = 0 ]
