# Starts a command once. Standard input: the settings, of $4 bytes.
# $1 supervise.sh  $2 run.sh  $3 folder of the command  $4 bytes  $5 working folder  $6... program
command -v setsid >/dev/null && command -v flock >/dev/null || exit 69
[ ! -e "$3/pid" ] || exit 0
umask 077
mkdir -p "$3" && exec 9>>"$3/lock" || exit 74
# Whoever holds the lock is starting it. The lock goes with its holders, so that a start that was
# cut off before the file "pid" was there is simply done again.
flock -w 20 9 || exit 75
[ ! -e "$3/pid" ] || exit 0
settings=$(head -c "$4")
case $settings in *": end") ;; *) exit 76 ;; esac
supervise=$1 run=$2 folder=$3 directory=$5
shift 5
printf '%s\n' "$settings" |
  setsid -f /bin/sh -c "$supervise" floria "$run" "$folder" "$directory" "$@" 2>/dev/null |
  { read -r word && [ "$word" = started ]; } || exit 77
