# Sourced by operations: installs packages of Debian and of its relatives.

# Whether this machine lets us install packages at all.
debian_possible() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1
}

# debian_knows PACKAGE...: whether the archive has every one of them. The index is fetched when it does
# not know one, for fresh images come without any.
debian_knows() {
    _debian_listed "$@" || { _debian_update && _debian_listed "$@"; }
}

# debian_install PACKAGE...: installs without asking, without what is merely recommended, and waits for
# another installation to end. What apt-get says is in debian-install.log; its end is shown when it fails.
debian_install() {
    debian_knows "$@" || {
        printf 'the package archive of this machine has not all of: %s\n' "$*" >&2
        return 1
    }
    printf 'installing %s\n' "$*"
    # An index that has grown old names files that are gone: fetched anew, once.
    _debian_get "$@" || { _debian_update && _debian_get "$@"; } || {
        tail -n 20 debian-install.log >&2
        printf 'apt-get could not install %s; the lines above say why\n' "$*" >&2
        return 1
    }
}

_debian_get() {
    DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q -y -o DPkg::Lock::Timeout=600 \
        -o Acquire::Retries=2 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold \
        install --no-install-recommends "$@" </dev/null >debian-install.log 2>&1
}

_debian_listed() {
    for _debian_package in "$@"; do
        apt-cache --quiet show --no-all-versions "$_debian_package" >/dev/null 2>&1 || return 1
    done
}

# The lock of the index knows no waiting of its own.
_debian_update() {
    _debian_tries=0
    while ! _debian_said=$(LC_ALL=C apt-get -q -o Acquire::Retries=2 update 2>&1 </dev/null); do
        _debian_tries=$((_debian_tries + 1))
        case $_debian_said in
            *'Could not get lock'*) ;;
            *) _debian_tries=120 ;;
        esac
        if [ "$_debian_tries" -ge 120 ]; then
            printf '%s\n' "$_debian_said" >&2
            printf 'apt-get could not fetch the index of packages: see the lines above\n' >&2
            return 1
        fi
        sleep 5
    done
}
