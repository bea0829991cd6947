# Carries one connection to a port of a node, between standard input and output; ends when the node
# does. $1 host  $2 port
exec bash -c '
exec 3<>"/dev/tcp/$1/$2" 4<&0 || exit
cat <&4 >&3 &
cat <&3
kill "$!" 2>/dev/null
exit 0' floria "$1" "$2"
