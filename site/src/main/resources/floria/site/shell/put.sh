# Writes a file whole or not at all. Standard input: its content.
# $1 path  $2 bytes  $3 mode
folder=$(dirname -- "$1")
mkdir -p -- "$folder" && new=$(mktemp -- "$folder/.floria-XXXXXXXX") || exit 74
trap 'rm -f -- "$new"' EXIT
head -c "$2" >"$new" || exit 74
[ "$(stat -c %s -- "$new")" = "$2" ] || exit 76
chmod "$3" -- "$new" && mv -fT -- "$new" "$1" || exit 74
