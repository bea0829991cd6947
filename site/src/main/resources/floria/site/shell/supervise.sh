# Leads the command's session, waits for the command and keeps its exit code. It is not in the
# command's process group, and so outlives a signal to that. Its lock on "alive" says that it
# lives: a process number may be used again, and stays in use when nobody reaps the dead.
# $1 run.sh  $2 folder of the command  $3 working folder  $4... program
run=$1 folder=$2
shift 2
exec 8>"$folder/alive" && flock 8 || exit
setsid /bin/sh -c "$run" floria "$folder" "$$" "$@" 3>&1 8>&- >"$folder/out" 2>"$folder/err"
code=$?
[ -e "$folder/pid" ] || exit
printf '%s\n' "$code" >"$folder/exit.new" && mv -f "$folder/exit.new" "$folder/exit"
