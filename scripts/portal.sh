# shellcheck shell=bash
# The portal, which is built by Node. Sourced by `build`, which sets ROOT.

NODE_AT_LEAST=20

# Whether there is a Node that is new enough, with npm.
has_node() {
    local version
    command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    ((${version%%.*} >= NODE_AT_LEAST))
}

no_node() {
    echo "not run: the portal is built by Node $NODE_AT_LEAST or later with npm, which is not here." >&2
}

# Changes when one of the files does that the portal is made of.
portal_hash() {
    (
        cd "$ROOT" || exit
        find portal -path portal/node_modules -prune -o -path portal/dist -prune -o \
            -path portal/target -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
        sha256sum server/src/main/resources/floria/server/openapi.json
    ) | sha256sum | cut -d ' ' -f 1
}

# Whether what the file $1 says was made is made of the files as they are now.
is_portal_fresh() {
    [[ -f $1 ]] && [[ $(<"$1") == "$(portal_hash)" ]]
}

in_portal() {
    (cd "$ROOT/portal" && "$@") 9>&-
}

# The packages that the lock file names, fetched once.
portal_packages() {
    local kept=$ROOT/portal/node_modules/.floria
    local wanted
    wanted=$(sha256sum <"$ROOT/portal/package-lock.json")
    [[ -f $kept && $(<"$kept") == "$wanted" ]] && return 0
    in_portal npm ci --no-audit --no-fund --loglevel=error || return
    echo "$wanted" >"$kept"
}

# Builds the portal into portal/dist unless that has been done.
portal_dist() {
    local made=$ROOT/portal/node_modules/.floria-dist
    [[ -f $ROOT/portal/dist/index.html ]] && is_portal_fresh "$made" && return 0
    portal_packages && in_portal npm run --silent build -- --logLevel warn || return
    portal_hash >"$made"
}

# Types, format and tests of the portal, then a build; nothing when all of it was good as it is now.
portal_check() {
    local made=$ROOT/portal/node_modules/.floria-check
    if ! has_node; then
        no_node
        return 0
    fi
    if is_portal_fresh "$made"; then
        echo "The portal has not changed since it was checked."
        return 0
    fi
    echo "Checking the portal."
    portal_packages && in_portal npm run --silent check && portal_dist &&
        in_portal npm run --silent test || return
    portal_hash >"$made"
}
