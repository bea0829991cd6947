# Removes a resource. $1 root  $2 key
cd -- "$1" || exit 74
[ ! -d "$2" ] || mv -T -- "$2" ".gone-$2.$$" || exit 74
# What still runs in one for a moment may write; then it goes with the next.
rm -rf -- .gone-* 2>/dev/null
exit 0
