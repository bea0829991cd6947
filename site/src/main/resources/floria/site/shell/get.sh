# Copies a regular file to standard output. $1 path
[ -f "$1" ] || exit 44
exec cat -- "$1"
