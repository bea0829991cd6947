# Leads the command's session, waits for the command and keeps its exit code. It is not in the
# command's process group, and so outlives a signal to that.
# $1 run.sh  $2 folder of the command  $3 working folder  $4... program
since() {
  read -r stat <"/proc/$1/stat" || return
  set -- ${stat##*) }
  shift 19
  since=$1
}
since "$$"
read -r boot </proc/sys/kernel/random/boot_id
run=$1 folder=$2
shift 2
setsid /bin/sh -c "$run" floria "$folder" "$$ $since $boot" "$@" 3>&1 >"$folder/out" 2>"$folder/err"
code=$?
[ -e "$folder/pid" ] || exit
printf '%s\n' "$code" >"$folder/exit.new" && mv -f "$folder/exit.new" "$folder/exit"
