# $1 folder of the site  $2 key
[ -f "$1/r/$2/claim" ] || exit 44
rm -f -- "$1/r/$2/stopped"
