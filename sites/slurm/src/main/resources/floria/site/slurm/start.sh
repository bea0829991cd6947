# Asks for a command to be started, once. Standard input: the script that becomes it.
# $1 folder of all commands  $2 id  $3 bytes
[ -d "$1" ] || exit 44
[ ! -e "$1/$2" ] || exit 0
umask 077
new=$(mktemp -d -- "$1/.new-XXXXXXXX") || exit 74
trap 'rm -rf -- "$new"' EXIT
head -c "$3" >"$new/start" || exit 74
[ "$(stat -c %s -- "$new/start")" = "$3" ] || exit 76
: >"$new/out" && : >"$new/err" || exit 74
# Whoever comes second finds a folder that is not empty.
mv -nT -- "$new" "$1/$2" 2>/dev/null
[ -d "$1/$2" ] || exit 74
