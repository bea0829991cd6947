# Delivers the output from its beginning until the command has ended: "out" to standard output,
# "err" to standard error. Exits with 0 when the command did, else with 1.
# $1 folder of the command
if [ -e "$1/exit" ]; then
  cat "$1/out"
  cat "$1/err" >&2
else
  out= err=
  flock -s "$1/alive" true &
  over=$!
  trap 'kill $over $out $err 2>/dev/null; exit 1' TERM HUP INT
  # What tail itself has to say (that it may not use inotify) is not output of the command.
  tail -c +1 -f -s 0.05 --pid="$over" "$1/out" 2>/dev/null &
  out=$!
  tail -c +1 -f -s 0.05 --pid="$over" "$1/err" >&2 2>/dev/null &
  err=$!
  wait "$over"
  wait "$out"
  wait "$err"
fi
read -r code 2>/dev/null <"$1/exit" && [ "$code" = 0 ]
