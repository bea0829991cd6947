# Writes a short file of a resource that is there. $1 folder  $2 file  $3 text
[ -d "$1" ] || exit 44
printf '%s\n' "$3" >"$1/$2.new" && mv -fT -- "$1/$2.new" "$1/$2" || exit 74
