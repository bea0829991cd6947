# Prints "exited CODE", "running" or "lost"; exits with 44 when the command was never started.
# $1 folder of the command
[ -e "$1/pid" ] || exit 44
ended() {
  read -r code 2>/dev/null <"$1/exit" && echo "exited $code"
}
ended "$1" && exit
# What cannot be locked is held by the supervisor.
if flock -n -s "$1/alive" true; then ended "$1" || echo lost; else echo running; fi
