# shellcheck shell=bash
# Makes the distribution in dist/: libraries, and the arguments with which Java starts command and
# server. Sourced by `build`, which sets ROOT, JDK and MVN.

SERVER_MAIN=floria.server.FloriaServer
CLI_MAIN=floria.cli.FloriaCli
# Where the profile of that name builds within each module.
QUICK=target/quick

# One build at a time; with --if-stale, none if another one has just finished.
make_dist() {
    local dist=$ROOT/dist
    if ! mkdir -p "$dist" 2>/dev/null || [[ ! -w $dist ]]; then
        echo "Floria cannot be built: $dist is not writable. Use a copy of the project that belongs to you." >&2
        return 1
    fi
    exec 9>"$dist/.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        echo "Another build is running; waiting for it." >&2
        flock 9
    fi
    if [[ ${1-} == --if-stale ]] && is_fresh "$ROOT"; then
        return 0
    fi
    # The time of the beginning: what changes while it is being built makes it stale again.
    touch "$dist/.began"
    compile_dist "$dist"
    collect_libraries "$dist"
    collect_portal "$dist"
    write_arguments "$dist"
    rehearse "$dist" 9>&-
    mv -f "$dist/.began" "$dist/ready"
    report_done
}

compile_dist() {
    local dist=$1 log=$1/build.log status
    (
        cd "$ROOT" || exit
        # Tests are neither compiled nor run: who wants the command has not asked for them.
        "${MVN[@]}" -B -Pquick -pl cli,server -am package dependency:copy-dependencies \
            -Dmaven.test.skip=true -DincludeScope=runtime "-DoutputDirectory=$QUICK/lib"
    ) >"$log" 2>&1 9>&- &
    watch_build $! "$log" || {
        status=$?
        echo "The build failed. The errors (all of it is in $log):" >&2
        grep -F '[ERROR]' "$log" | grep -vE 'Help 1|Re-run Maven|full stack trace|For more information|After correcting|mvn <args>|^\[ERROR\] *$' |
            sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
        return "$status"
    }
}

# Shows how far a build is while process $1 writes the log $2; fails as it does.
watch_build() {
    local pid=$1 log=$2 module downloads
    if [[ ! -t 2 ]]; then
        echo "Building Floria; this takes a minute or two, once." >&2
        wait "$pid"
        return
    fi
    local began=$SECONDS spinner="|/-\\" tick=0
    while kill -0 "$pid" 2>/dev/null; do
        module=$(grep -oE '^\[INFO\] Building [^ ]+ .*\[[0-9]+/[0-9]+\]' "$log" | tail -n 1 |
            sed -E 's/^\[INFO\] Building ([^ ]+) .*\[([0-9]+)\/([0-9]+)\]/\2 of \3, \1/') || true
        downloads=$(grep -c '^Downloaded from' "$log") || true
        printf '\r\033[K%s Building Floria, once: %s%s  %d:%02d' "${spinner:tick++%4:1}" \
            "${module:-starting}" "$( ((downloads > 0)) && echo ", $downloads files fetched")" \
            $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)) >&2
        sleep 0.3
    done
    printf '\r\033[K' >&2
    wait "$pid"
}

# Jars of both programs in one folder; replaced as a whole, so that a program that is running keeps
# the files that it has open.
collect_libraries() {
    local dist=$1 module jar
    rm -rf "${dist:?}/lib.new"
    mkdir "$dist/lib.new"
    for module in cli server; do
        for jar in "$ROOT/$module/$QUICK"/lib/*.jar "$ROOT/$module/$QUICK/floria-$module"-*.jar; do
            [[ -f $jar && $jar != *-tests.jar && $jar != *-sources.jar ]] || continue
            cp -p "$jar" "$dist/lib.new/"
        done
        list_jars "$module" >"$dist/$module.jars"
    done
    renew_jars "$dist"
    rm -rf "${dist:?}/lib"
    mv "$dist/lib.new" "$dist/lib"
}

# The portal, where Node is there; nothing else needs it, so that nothing fails without it.
collect_portal() {
    local dist=$1
    if ! has_node; then
        echo "Built without the portal, which needs Node $NODE_AT_LEAST or later with npm." >&2
        return 0
    fi
    if ! portal_dist >>"$dist/build.log" 2>&1; then
        echo "The portal could not be built (see $dist/build.log); all else works without it." >&2
        return 0
    fi
    rm -rf "${dist:?}/portal.new"
    cp -R "$ROOT/portal/dist" "$dist/portal.new"
    rm -rf "${dist:?}/portal"
    mv "$dist/portal.new" "$dist/portal"
}

# Classes of an old format are not held by the ahead-of-time cache, and picocli's are.
renew_jars() {
    local dist=$1 jars=() jar
    while IFS= read -r jar; do
        jars+=("$dist/lib.new/$jar")
    done <"$dist/cli.jars"
    "$JDK/bin/java" "$ROOT/scripts/Renew.java" "${jars[@]}" >>"$dist/build.log" 2>&1 ||
        echo "Some jars could not be renewed; the command starts slower." >>"$dist/build.log"
}

# The names of a program's jars, always in the same order.
list_jars() {
    local module=$1 jar
    for jar in "$ROOT/$module/$QUICK/floria-$module"-*.jar "$ROOT/$module/$QUICK"/lib/*.jar; do
        if [[ -f $jar && $jar != *-tests.jar && $jar != *-sources.jar ]]; then
            echo "${jar##*/}"
        fi
    done
}

# Files of arguments for `java @FILE`. The class path is explicit, since the ahead-of-time cache is
# valid only for the very class path that it was made with.
write_arguments() {
    local dist=$1 quick=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData)
    # What reading leaves behind dies young: a nursery that fits the processor's cache is emptied often and cheaply.
    local nursery=-Xmn8m
    # A cache that does not fit the JDK at hand is passed over, and nobody wants to read about it.
    local quiet=(-Xlog:disable)
    {
        printf '%s\n' "${quick[@]}" "${quiet[@]}" "$nursery" -Xmx3g
        printf '"-XX:AOTCache=%s/cli.aot"\n' "$dist"
        printf '"-Dfloria.server.arguments=%s/server.args"\n' "$dist"
        printf -- '-cp\n"%s"\n%s\n' "$(class_path "$dist" cli)" "$CLI_MAIN"
    } >"$dist/cli.args"
    {
        printf '%s\n' "${quiet[@]}" -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED
        printf '"-XX:AOTCache=%s/server.aot"\n' "$dist"
        printf -- '-cp\n"%s"\n%s\n' "$(class_path "$dist" server)" "$SERVER_MAIN"
        printf -- '--portal\n"%s/portal"\n' "$dist"
    } >"$dist/server.args"
}

class_path() {
    local dist=$1 module=$2 jar path=
    while IFS= read -r jar; do
        path+=${path:+:}$dist/lib/$jar
    done <"$dist/$module.jars"
    echo "$path"
}

# Runs both programs once, so that the JDK writes down what they load (JEP 514). The caches only
# make starts fast: nothing is lost where this fails.
rehearse() {
    local dist=$1 work server
    [[ -t 2 ]] && printf '\r\033[KPreparing quick starts …' >&2
    rm -f "$dist/cli.aot" "$dist/server.aot"
    work=$(mktemp -d)
    # A machine on this computer is a folder: nothing else is started, and all of it goes away.
    mkdir -m 700 "$work/home"
    printf 'sites:\n  here: {kind: local}\n' >"$work/home/sites.yaml"
    printf '%s\n' 'tosca_definitions_version: tosca_simple_yaml_1_0' 'topology_template:' \
        '  node_templates:' '    box: {type: tosca.nodes.Compute}' >"$work/box.yaml"
    cp "$ROOT"/examples/server.yaml "$work/" 2>/dev/null || cp "$work/box.yaml" "$work/server.yaml"
    cp -r "$ROOT"/examples/two-tier* "$work/" 2>/dev/null || cp "$work/box.yaml" "$work/two-tier.yaml"
    server=
    if "$JDK/bin/javap" -cp "$(class_path "$dist" server)" "$SERVER_MAIN" >/dev/null 2>&1; then
        FLORIA_HOME=$work/home training "$work" "$dist" server >"$work/server.log" 2>&1 </dev/null &
        server=$!
        wait_for "$work/home/server.json" "$server" || true
    fi
    (
        cd "$work" || exit
        unset FLORIA_URL
        FLORIA_HOME=$work/home training "$work" "$dist" cli "--help" "validate server.yaml" \
            "validate server.yaml --json" "validate two-tier.yaml" "server status --json" ${server:+"ls" "sites" "up box.yaml" \
            "up box.yaml --name other --json" "ls" "ls --json" "show box" "logs box" "events box --json" \
            "outputs box" "down box" "down other"} >"$work/cli.log" 2>&1 </dev/null
    ) || true
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    cat "$work"/*.log >>"$dist/build.log" 2>/dev/null || true
    rm -rf "$work"
    [[ -t 2 ]] && printf '\r\033[K' >&2
    return 0
}

# Replaces this shell's child by a training run of a program: its arguments, but the cache is output.
training() {
    local args=$1/$3.args dist=$2 module=$3
    shift 3
    sed -e 's/-XX:AOTCache=/-XX:AOTCacheOutput=/' -e "s/^$CLI_MAIN\$/floria.cli.Rehearsal/" "$dist/$module.args" >"$args"
    exec "$JDK/bin/java" "@$args" "$@"
}

# Waits until file $1 is there, as long as process $2 lives, at most a minute.
wait_for() {
    local tries=0
    until [[ -f $1 ]]; do
        kill -0 "$2" 2>/dev/null && ((tries++ < 600)) || return 1
        sleep 0.1
    done
}

report_done() {
    [[ -t 2 ]] && echo "Built in ${SECONDS} s." >&2
    return 0
}
