#!/bin/sh
# Runs the server of data.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
exec mfschunkserver -n -f -c "$PWD/server.cfg" start
