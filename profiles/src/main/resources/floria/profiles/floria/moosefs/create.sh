#!/bin/sh
# Finds or installs one part of MooseFS.
set -eu
. "$FLORIA_FILES/moosefs/common.sh"
. "$FLORIA_FILES/debian/install.sh"
: "${programs:?is not set}" "${packages:?is not set}"

missing() {
    for program in $programs; do
        command -v "$program" >/dev/null 2>&1 || { echo "$program"; return 0; }
    done
    return 1
}

if missing >/dev/null && debian_possible; then
    # shellcheck disable=SC2086 # they are several words
    debian_install $packages
fi
if program=$(missing); then
    fail "$program is missing on $(uname -n) and could not be installed: as root on Debian, apt-get install $packages"
fi
# shellcheck disable=SC2086
command -v $programs
