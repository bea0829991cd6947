package floria.site.slurm;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as Slurm writes them. */
final class Times {
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d+)-)?(?:(\\d+):)?(?:(\\d+):)?(\\d+)");

    private Times() {}

    /** {@code 2-03:04:05}, {@code 03:04:05} or {@code 04:05}; empty for words such as UNLIMITED. */
    static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long days = number(matcher.group(1));
        boolean three = matcher.group(3) != null;
        long hours = three ? number(matcher.group(2)) : 0;
        long minutes = three ? number(matcher.group(3)) : number(matcher.group(2));
        return Optional.of(
                Duration.ofDays(days)
                        .plusHours(hours)
                        .plusMinutes(minutes)
                        .plusSeconds(number(matcher.group(4))));
    }

    /** In minutes, begun ones counted whole. */
    static OptionalLong minutes(String text) {
        return span(text)
                .map(span -> OptionalLong.of(minutes(span)))
                .orElseGet(OptionalLong::empty);
    }

    static long minutes(Duration span) {
        return Math.max(1, span.plusSeconds(59).toMinutes());
    }

    /** A point in time that was asked for in UTC; empty for words such as N/A. */
    static Optional<String> point(String text) {
        return Optional.of(text.strip())
                .filter(point -> point.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]+"))
                .map(point -> point + "Z");
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
