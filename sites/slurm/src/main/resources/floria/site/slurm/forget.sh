# Removes what is kept of a command that has ended or never will. $1 folder of the command  $2 yes when it may still run
[ -d "$1" ] || exit 0
[ -e "$1/exit" ] || [ "$2" != yes ] || exit 0
rm -rf -- "$1"
