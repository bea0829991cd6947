#!/bin/sh
# Finds or installs the programs of a machine of a Slurm cluster.
set -eu
. "$FLORIA_FILES/slurm/common.sh"
. "$FLORIA_FILES/debian/install.sh"
: "${needed:?is not set}"

PATH=$PATH:/usr/sbin:/sbin
missing() {
    for program in munged "$needed" sinfo scontrol; do
        command -v "$program" >/dev/null 2>&1 || { echo "$program"; return 0; }
    done
    return 1
}

if missing >/dev/null && debian_possible; then
    # The package's own daemons are not wanted.
    debian_install munge slurm-client "$needed"
fi
if program=$(missing); then
    fail "$program is missing on $(uname -n) and could not be installed: as root on Debian, apt-get install munge slurm-client $needed"
fi
"$needed" -V
