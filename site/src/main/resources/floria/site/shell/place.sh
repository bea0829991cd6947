# Puts a file in its place from what travelled before, or from standard input.
# $1 store  $2 SHA-256  $3 path  $4 mode  $5 bytes, empty to use only what is there
# Exits with 44 when it is not there.
kept=$1/$2
if [ -n "$5" ]; then
  mkdir -p -- "$1" && chmod 700 -- "$1" && new=$(mktemp -- "$1/.new-XXXXXXXX") || exit 74
  trap 'rm -f -- "$new"' EXIT
  head -c "$5" >"$new" || exit 74
  set -- "$1" "$2" "$3" "$4" "" "$(sha256sum <"$new")"
  [ "$6" = "$2  -" ] || exit 76
  mv -fT -- "$new" "$kept" || exit 74
fi
[ -f "$kept" ] || exit 44
folder=$(dirname -- "$3")
mkdir -p -- "$folder" && copy=$(mktemp -- "$folder/.floria-XXXXXXXX") || exit 74
trap 'rm -f -- "$copy"' EXIT
cp --reflink=auto -- "$kept" "$copy" || exit 74
chmod "$4" -- "$copy" && mv -fT -- "$copy" "$3" || exit 74
# Old files go by the age of their last use.
touch -- "$kept"
