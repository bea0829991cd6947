# Becomes the command, as leader of its own session. "pid" is written before the command's first
# instruction and never again: from then on the command counts as started.
# $1 folder of the command  $2 supervisor  $3 working folder  $4... program
floria_settings=$(cat)
case $floria_settings in *": end") ;; *) exit 76 ;; esac
printf '%s %s\n' "$2" "$$" >"$1/pid.new" && mv -f "$1/pid.new" "$1/pid" || exit 74
flock -u 9
# In a process of its own, because a starter that is gone would end this one by SIGPIPE.
(echo started >&3) 2>/dev/null
exec 9>&- 3>&- </dev/null
umask 022
mkdir -p "$3" && cd "$3" || exit 126
export FLORIA_COMMAND="$1"
shift 3
eval "$floria_settings"
exec "$@"
