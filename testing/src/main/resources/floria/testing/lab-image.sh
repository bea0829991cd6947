#!/bin/sh
# Builds the image that tests run machines from, localhost/floria-lab:12: Debian 12 with everything
# that the examples need, so that no test waits for a package archive.
#
#   lab-image.sh FOLDER
#
# Leaves the root file system as a tar in FOLDER, unless one made from the same package list is there
# already, and prints the path of the tar as its only line on standard output. To have the image:
#
#   podman import "$(lab-image.sh FOLDER)" localhost/floria-lab:12
set -eu

packages="ca-certificates iproute2 jupyter-notebook jupyterhub postgresql procps python3 python3-ipykernel \
python3-psycopg2 python3-sklearn python3-venv"

fail() {
    printf 'lab-image: %s\n' "$1" >&2
    exit 1
}

[ "$#" -eq 1 ] || fail "usage: lab-image.sh FOLDER"
mkdir -p "$1" || fail "the folder $1 cannot be made: give one that you may write to"
folder=$(cd "$1" && pwd)

# The name carries what the image is made of: a changed list or a changed recipe is another file.
stamp=$( { printf '%s\n' "$packages"; cat "$0"; } | sha256sum | cut -c 1-12)
image="$folder/floria-lab-12-$stamp.tar"

if [ -s "$image" ]; then
    printf '%s\n' "$image"
    exit 0
fi

command -v mmdebstrap >/dev/null 2>&1 \
    || fail "mmdebstrap is missing: as root, apt-get install --no-install-recommends mmdebstrap"

# Whoever comes second waits, and then finds the image.
exec 9>"$folder/.floria-lab.lock"
flock 9
if [ -s "$image" ]; then
    printf '%s\n' "$image"
    exit 0
fi

# Only one builds at a time, so other parts are left from one that was killed.
rm -f "$folder"/.floria-lab-12-*.part.tar
part="$folder/.floria-lab-12-$$.part.tar"
trap 'rm -f "$part"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Documentation, and what only compilers and PostgreSQL's just-in-time compiler need, which come along
# and nothing here uses: together they are half of the whole.
set -- '/usr/share/man/*' '/usr/share/locale/*' '/usr/share/javascript/mathjax/unpacked/*' \
    '/usr/include/*' '/usr/lib/gcc/*' '/usr/lib/*.a' '/usr/bin/*lto-dump*' '/usr/bin/gdb' \
    '/usr/lib/*/libasan*' '/usr/lib/*/libtsan*' '/usr/lib/*/libubsan*' \
    '/usr/lib/*/libLLVM*' '/usr/lib/*/libz3*' '/usr/lib/postgresql/*/llvmjit*' \
    '/usr/lib/postgresql/*/bitcode/*' '/usr/share/doc/*'
for path; do
    set -- "$@" "--dpkgopt=path-exclude=$path"
    shift
done

# No mirror is named: mmdebstrap takes the archive that this machine uses. The database cluster that
# Debian makes at installation is left out, for the examples make their own.
# shellcheck disable=SC2016 # $1 is for the hook
mmdebstrap --quiet --variant=minbase \
    --include="$(printf '%s' "$packages" | tr -s ' ' ',')" \
    "$@" --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --essential-hook='mkdir -p "$1/etc/postgresql-common/createcluster.d"' \
    --essential-hook='echo "create_main_cluster = false" > "$1/etc/postgresql-common/createcluster.d/floria.conf"' \
    bookworm "$part" >&2 \
    || fail "mmdebstrap could not build the image; its last lines above say why"

mv "$part" "$image"
for old in "$folder"/floria-lab-12-*.tar; do
    [ "$old" = "$image" ] || rm -f "$old"
done
printf '%s\n' "$image"
