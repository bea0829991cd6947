# Removes what is kept of a command, unless it runs: then its supervisor holds the lock.
# $1 folder of the command
[ -d "$1" ] || exit 0
[ -e "$1/exit" ] || [ ! -e "$1/alive" ] || flock -n -s "$1/alive" true || exit 0
rm -rf -- "$1"
