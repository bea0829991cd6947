#!/bin/sh
# Runs the master. What it had not saved when it was lost is taken from its change log.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
exec mfsmaster -a -n -f -c "$PWD/master.cfg" start
