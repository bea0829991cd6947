# Prints "exit CODE", "life JOB.RESTARTS" or "waiting"; 44 when the command was never started.
# $1 folder of the command
[ -d "$1" ] || exit 44
if read -r code 2>/dev/null <"$1/exit"; then
  echo "exit $code"
elif read -r life 2>/dev/null <"$1/life"; then
  echo "life $life"
else
  echo waiting
fi
