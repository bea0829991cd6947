# The last lines of a file, if there are any. $1 file
[ -f "$1" ] || exit 0
tail -n 20 -- "$1"
