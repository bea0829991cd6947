# Makes the folders of a resource. Standard input: its record, then the job that it is, if any.
# $1 root  $2 key  $3 bytes of the record  $4 bytes of both
# $5... for each mount, its path and the volume's key
root=$1 key=$2 record=$3 both=$4
shift 4
umask 077
mkdir -p -- "$root/$key/work" "$root/$key/commands" "$root/$key/mounts" "$root/$key/data" || exit 74
while [ "$#" -gt 0 ]; do
  mkdir -p -- "$(dirname -- "$root/$key/mounts/$1")" &&
    ln -sfnT -- "$root/$2/data" "$root/$key/mounts/$1" || exit 74
  shift 2
done
new=$root/$key/new
cat >"$new" || exit 74
[ "$(stat -c %s -- "$new")" = "$both" ] || exit 76
tail -c "+$((record + 1))" -- "$new" >"$root/$key/submission" &&
  head -c "$record" -- "$new" >"$root/$key/record.new" && rm -f -- "$new" &&
  mv -fT -- "$root/$key/record.new" "$root/$key/record" || exit 74
