#!/bin/sh
# Mounts the file system, in the foreground. What an earlier mount left behind is taken away first.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
: "${location:?is not set}" "${master_host:?is not set}" "${master_port:?is not set}" "${password:?is not set}"

[ -c /dev/fuse ] || fail "$(uname -n) has no /dev/fuse: nothing can be mounted there. A container needs the device and the right to mount"
folder=$location
fusermount3 -u -z "$folder" 2>/dev/null || umount -l "$folder" 2>/dev/null || true
mkdir -p "$folder" || fail "location: $(id -un) cannot make the folder $folder on $(uname -n)"
[ -z "$(ls -A "$folder")" ] || fail "location: $folder on $(uname -n) is not empty; name a new folder"
# Read by the client alone: a password on the command line is for all to see.
(umask 077 && cat >mount.cfg <<X
mfspassword=$password
mfsmaster=$master_host
mfsport=$master_port
mfsnice=0
mfsrlimitnofile=4096
mfsallowoomkiller
X
)
unset password
set -- mfsmount "$folder" -f -c "$PWD/mount.cfg"
# Others than root may let others in only where /etc/fuse.conf allows it.
[ "$(id -u)" -eq 0 ] || set -- "$@" -n -o fsname=MFS
"$@" </dev/null &
client=$!
end() {
    trap '' TERM INT HUP
    fusermount3 -u "$folder" 2>/dev/null || umount "$folder" 2>/dev/null \
        || fusermount3 -u -z "$folder" 2>/dev/null || umount -l "$folder" 2>/dev/null || true
    kill "$client" 2>/dev/null || true
    wait "$client" 2>/dev/null || true
}
trap 'end; exit 143' TERM INT HUP
status=0
wait "$client" || status=$?
end
exit "$status"
