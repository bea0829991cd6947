# Asks for a command to be ended.
# $1 folder of the command  $2 grace in tenths of a second  $3 yes when its job runs
[ -d "$1" ] || exit 44
[ ! -e "$1/exit" ] || exit 0
# What nobody has begun yet, or will begin again, is over at once.
if { [ -e "$1/start" ] && mv -f -- "$1/start" "$1/.start" 2>/dev/null; } || [ "$3" != yes ]; then
  echo 143 >"$1/exit.new" && mv -f -- "$1/exit.new" "$1/exit" || exit 74
  rm -f -- "$1/.start" "$1/script"
  exit 0
fi
printf '%s\n' "$2" >"$1/kill.new" && mv -f -- "$1/kill.new" "$1/kill" || exit 74
