#!/bin/sh
# account.sh NAME FOLDER: makes sure that the user has an account of this machine, with a home below the folder. A home
# that is there, on a volume say, is kept and is the user's own again. May be repeated.
set -eu
name=$1
homes=$2
group=jupyterhub-users # as in hub.py

getent group "$group" >/dev/null || groupadd "$group"
if getent passwd "$name" >/dev/null; then
    [ "$(id -gn "$name")" = "$group" ] && exit 0
    printf '%s is an account of the machine, and none of the hub\n' "$name" >&2
    exit 1
fi

mkdir -p "$homes"
chmod a+x "$homes"
home=$homes/$name
if [ -d "$home" ] && [ ! -L "$home" ] && ! getent passwd "$(stat -c %u "$home")" >/dev/null; then
    number=$(stat -c %u "$home")
else
    # Above all accounts and all homes: nobody gets the number of another one's folder.
    number=$({
        echo 19999
        getent passwd | cut -d: -f3 | awk '$1 < 60000'
        stat -c %u "$homes"/* 2>/dev/null | awk '$1 < 60000'
    } | sort -n | tail -n 1)
    number=$((number + 1))
fi
useradd --uid "$number" --gid "$group" --home-dir "$home" --create-home --shell /bin/bash "$name" >&2
chmod 700 "$home"
[ "$(stat -c %u "$home")" = "$number" ] || chown -R "$number:$group" "$home"
