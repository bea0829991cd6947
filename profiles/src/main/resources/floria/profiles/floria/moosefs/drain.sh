#!/bin/sh
# On a server that is to go: its data go to the others first.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
: "${address:?is not set}" "${bind_port:?is not set}" "${master_host:?is not set}" "${clients_port:?is not set}"

ask() {
    mfscli -p -n -H "$master_host" -P "$clients_port" "$@"
}

ip=$(getent ahostsv4 "$address" | awk '{ print $1; exit }')
[ -n "$ip" ] || fail "the address $address of this server leads nowhere"
grep -q '^\*' disks.cfg || {
    sed 's/^/*/' disks.cfg >disks.cfg.new
    mv -f disks.cfg.new disks.cfg
    mfschunkserver -c "$PWD/server.cfg" reload
}
said=
while :; do
    # Of this server: whether it may go, and how many copies would go with it; how many others stay.
    now=$(ask -SCS | awk -F '\t' -v a="$ip" -v p="$bind_port" '
        $1 != "chunk servers:" { next }
        $2 == a && $3 == p { state = $12; copies = $9 + $13; next }
        $12 == "-" { others++ }
        END { print (state == "" ? "UNKNOWN" : state) "," copies + 0 "," others + 0 }')
    IFS=, read -r state copies others <<X
$now
X
    if [ "$state" = UNKNOWN ]; then
        echo 'the master does not know this server: nothing is on it that others wait for'
        break
    fi
    if [ "$state" = READY ] || { [ "$state" = 'NOT READY' ] && [ "$copies" -eq 0 ]; }; then
        echo 'all copies are elsewhere'
        break
    fi
    [ "$others" -gt 0 ] || fail "this is the last server of its file system: its $copies copies have nowhere to go"
    # Two copies never fit on one server: one of each must do.
    if [ "$state" = 'NOT READY' ] && [ "$others" -eq 1 ] \
        && ask -SIC -m 1 | awk -F '\t' '$2 ~ /missing/ { n = $3 } END { exit n != "0" }'; then
        echo 'the server that stays has a copy of everything'
        break
    fi
    [ "$now" = "$said" ] || printf '%s copies here, not all of them elsewhere yet\n' "$copies"
    said=$now
    sleep 1
done
