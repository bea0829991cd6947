# shellcheck shell=bash
# Finds a JDK that is new enough. Sourced by `floria` and `build`.

JDK_AT_LEAST=25

# Sets JDK to the home of a JDK of that version or a later one, or fails. A JDK says its version in
# a file, which is read here: starting it to ask would take longer than most of our commands.
find_jdk() {
    local home java
    for home in "${FLORIA_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* \
        /opt/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_jdk "$home"; then
            JDK=$home
            return 0
        fi
    done
    java=$(command -v java) || return 1
    java=$(readlink -f -- "$java") || return 1
    JDK=${java%/bin/java}
    is_jdk "$JDK"
}

# Whether the folder is the home of a JDK, compiler included, that is new enough.
is_jdk() {
    local line version
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
    while IFS= read -r line; do
        if [[ $line == JAVA_VERSION=* ]]; then
            version=${line#JAVA_VERSION=}
            version=${version//\"/}
            version=${version%%[!0-9]*}
            [[ -n $version ]] && ((version >= JDK_AT_LEAST))
            return
        fi
    done <"$1/release"
    return 1
}

no_jdk() {
    echo "Floria needs a JDK $JDK_AT_LEAST or later: install one (such as Temurin $JDK_AT_LEAST), or name its folder in FLORIA_JAVA_HOME." >&2
}
