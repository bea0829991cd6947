# Sourced by scripts in bench/ that run a program of the module of the same name: finds a JDK, builds what is needed, and
# makes $work, a folder on the disk of this checkout that is removed at the end.
# shellcheck shell=bash
root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=/dev/null
source "$root/scripts/jdk.sh"
find_jdk
work=$(mktemp -d "$root/bench/target/run.XXXXXX" 2>/dev/null || mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # PostgreSQL runs as a user of its own when this is root
(cd "$root" && JAVA_HOME=$JDK mvn -B -q -pl bench -am package dependency:copy-dependencies \
    -Pquick -DskipTests -DincludeScope=runtime -DoutputDirectory=target/quick/lib)

# measure CLASS ARGUMENT...: runs floria.bench.CLASS in a process of its own, without what it logs.
measure() {
    local class=$1
    shift
    "$JDK/bin/java" -Xmx900m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work" \
        -cp "$root/bench/target/quick/classes:$root/bench/target/quick/lib/*" \
        "floria.bench.$class" "$@" 2>"$work/log" | grep -v INFO || { cat "$work/log" >&2; return 1; }
}
