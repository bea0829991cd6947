# shellcheck shell=bash
# Tells whether the distribution is younger than what it is made of. Sourced by `floria` and `build`.

# Whether $1/dist is complete and nothing that it is made of has changed since.
is_fresh() {
    local changed
    [[ -f $1/dist/ready ]] || return 1
    # A copy of the distribution without the sources is what it is.
    [[ -f $1/pom.xml ]] || return 0
    # Folders count too: they change when a file in them is taken away.
    changed=$(find "$1"/pom.xml "$1"/*/pom.xml "$1"/*/*/pom.xml "$1"/*/src/main "$1"/*/*/src/main \
        "$1"/scripts/dist.sh "$1"/examples "$1"/portal/package-lock.json "$1"/portal/index.html "$1"/portal/src \
        -newer "$1/dist/ready" -print -quit 2>/dev/null) || true
    [[ -z $changed ]]
}
