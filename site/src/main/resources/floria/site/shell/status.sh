# Prints "exited CODE", "running" or "lost"; exits with 44 when the command was never started.
# $1 folder of the command
[ -e "$1/pid" ] || exit 44
alive() {
  read -r pid since boot command <"$1/pid" || return
  read -r now </proc/sys/kernel/random/boot_id && [ "$now" = "$boot" ] || return
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return
  set -- ${stat##*) }
  shift 19
  [ "$1" = "$since" ]
}
ended() {
  read -r code 2>/dev/null <"$1/exit" && echo "exited $code"
}
ended "$1" && exit
if alive "$1" 2>/dev/null; then echo running; else ended "$1" || echo lost; fi
