#!/bin/sh
# Runs munge and the daemon of the node, in sight of the folder that all machines share.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
: "${slurm_node:?is not set}" "${shared:?is not set}"
PATH=$PATH:/usr/sbin:/sbin
SLURM_CONF=$PWD/slurm.conf
export SLURM_CONF

pids=
mounted=
end() {
    trap '' TERM INT HUP
    for pid in $pids; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $pids; do
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$(short_folder)"
    [ -z "$mounted" ] || fusermount3 -u -z "$shared" 2>/dev/null || true
}
trap 'end; exit 143' TERM INT HUP

mark=$(printf '%s' "$munge_key" | sha256sum | cut -c 1-32)
shares() {
    [ "$(cat "$shared/.floria-slurm/mark" 2>/dev/null)" = "$mark" ]
}
if ! shares; then
    command -v rclone >/dev/null 2>&1 && command -v fusermount3 >/dev/null 2>&1 && [ -c /dev/fuse ] || fail "$(uname -n) does not have the cluster's shared folder $shared, and cannot mount it: mount it there (NFS), and give its path as shared_folder; or have rclone, fuse3 and /dev/fuse"
    mkdir -p "$shared" || fail "$(id -un) cannot make the folder $shared on $(uname -n)"
    RCLONE_WEBDAV_PASS=$(printf '%s\n' "$munge_key" | rclone obscure -)
    RCLONE_WEBDAV_URL=http://$files_host:$files_port RCLONE_WEBDAV_USER=floria RCLONE_WEBDAV_VENDOR=other
    export RCLONE_WEBDAV_PASS RCLONE_WEBDAV_URL RCLONE_WEBDAV_USER RCLONE_WEBDAV_VENDOR
    rclone mount :webdav: "$shared" --config /dev/null --cache-dir "$PWD/cache" --vfs-cache-mode full \
        --vfs-write-back 0 --dir-cache-time 1s --attr-timeout 1s </dev/null &
    pids=$!
    mounted=yes
    unset RCLONE_WEBDAV_PASS RCLONE_WEBDAV_URL RCLONE_WEBDAV_USER RCLONE_WEBDAV_VENDOR
    turns=300
    until shares; do
        kill -0 "$pids" 2>/dev/null || fail "rclone could not mount the shared folder; its lines are above"
        turns=$((turns - 1))
        [ "$turns" -gt 0 ] || { end; fail "the shared folder of the front end does not answer at $files_host:$files_port"; }
        sleep 0.1
    done
    printf 'mounted the shared folder at %s\n' "$shared"
fi
unset munge_key

start_munge
pids="$munge $pids"
slurmd -D -N "$slurm_node" &
daemon=$!
pids="$daemon $pids"
status=0
wait "$daemon" || status=$?
end
exit "$status"
