# shellcheck shell=bash
# Adds the reports of the tests up. Sourced by `build`.

# Prints failed tests with what they said, those that passed when they were run once more, one line
# for each reason to skip, and the counts alone on the last line. Fails if there is no test at all,
# or a failed one.
summarise() {
    local reports=()
    while IFS= read -r -d '' report; do
        reports+=("$report")
    done < <(find "$ROOT" -path '*/target/surefire-reports/TEST-*.xml' -print0 | sort -z)
    if ((${#reports[@]} == 0)); then
        echo "No test ran."
        return 1
    fi
    awk '
        function text(line, name,    value) {
            if (!match(line, " " name "=\"[^\"]*\"")) return ""
            value = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
            gsub(/&#10;|&#xA;/, " ", value); gsub(/&lt;/, "<", value); gsub(/&gt;/, ">", value)
            gsub(/&quot;/, "\"", value); gsub(/&apos;/, "\047", value); gsub(/&amp;/, "\\&", value)
            return value
        }
        function say(what,    message) {
            message = text($0, "message")
            print what name (message == "" ? "" : ": " substr(message, 1, 300))
        }
        /<testcase / { name = text($0, "classname") "." text($0, "name"); total++ }
        /<skipped/ {
            skipped++
            reason = text($0, "message")
            if (reason == "" && match($0, /TestAbortedException: [^]<]*/))
                reason = substr($0, RSTART + 22, RLENGTH - 22)
            sub(/^Assumption failed: /, "", reason)
            if (reason == "") reason = "skipped without a reason"
            if (!(reason in of)) order[++reasons] = reason
            of[reason]++
        }
        /<flakyFailure|<flakyError/ { if (name != weak) { weak = name; say("PASSED AT THE SECOND ATTEMPT ") } }
        /<failure|<error/ { if (name != last) { failed++; last = name; say("FAILED ") } }
        END {
            for (i = 1; i <= reasons; i++)
                print order[i] " (" of[order[i]] (of[order[i]] == 1 ? " test)" : " tests)")
            printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped
            exit failed > 0 || total == 0
        }' "${reports[@]}"
}

# Reports of an earlier run must not be counted again.
forget_reports() {
    find "$ROOT" -path '*/target/surefire-reports' -prune -exec rm -rf {} +
}
