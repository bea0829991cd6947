# shellcheck shell=bash
# The back ends that the tests want. Sourced by `build`.

# Debian's names.
BACK_ENDS=(podman runc netavark aardvark-dns iptables busybox-static mmdebstrap
    iproute2
    jupyter-notebook python3-ipykernel python3-sklearn postgresql python3-psycopg2
    strace e2fsprogs procps util-linux curl chromium)
# Not where a Docker or a containerd is installed already, which these would replace.
DOCKER=(docker.io containerd tini)

# Installs what is missing where that is allowed, and says what cannot be tested where it is not.
install_back_ends() {
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        echo "Not a Debian system: tests of back ends that are not installed are skipped."
        return 0
    fi
    if ! command -v dockerd containerd >/dev/null; then
        BACK_ENDS+=("${DOCKER[@]}")
    fi
    for package in "${BACK_ENDS[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        echo "Not installed, and what needs them is skipped: ${missing[*]}"
        echo "As root, ./build check installs them; or: sudo apt-get install --no-install-recommends ${missing[*]}"
        return 0
    fi
    echo "Installing back ends for the tests: ${missing[*]}"
    local log=$ROOT/target/packages.log
    mkdir -p "$ROOT/target"
    forbid_daemons
    trap allow_daemons EXIT
    install_all "$log" "${missing[@]}"
    allow_daemons
    trap - EXIT
    # Installed for the tests alone, it is not to start with the machine either.
    if [[ " ${missing[*]} " == *" docker.io "* ]] && command -v systemctl >/dev/null; then
        systemctl disable docker.service docker.socket containerd.service >>"$log" 2>&1 || true
    fi
}

# Installs all packages, or one after the other those that can be had.
install_all() {
    local log=$1 package
    shift
    if apt_install "$@" >"$log" 2>&1 ||
        { apt_update >>"$log" 2>&1 && apt_install "$@" >>"$log" 2>&1; }; then
        return 0
    fi
    # One name that this release does not have must not cost all the others.
    for package in "$@"; do
        apt_install "$package" >>"$log" 2>&1 ||
            echo "Not installed, and what needs it is skipped: $package (see $log)"
    done
}

# The tests start daemons of their own, so packages must not start theirs. Where the machine has
# something to say about that already, it is left to it.
forbid_daemons() {
    POLICY=/usr/sbin/policy-rc.d
    if [[ -e $POLICY ]]; then
        POLICY=
        return 0
    fi
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
}

allow_daemons() {
    [[ -z ${POLICY-} ]] || rm -f "$POLICY"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

apt_update() {
    apt-get update -o DPkg::Lock::Timeout=600 </dev/null
}
