package floria.engine.reconcile;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * Certain hours of certain days, as the clocks of a zone show them.
 *
 * @param to not after {@code from} means the next day
 */
record WorkingHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    WorkingHours {
        days = Set.copyOf(days);
    }

    /** When the hours that include {@code now} end, or those that begin next. */
    Optional<Instant> nextEnd(Instant now) {
        return end(now, 1);
    }

    /** When hours ended last, at {@code now} or before. */
    Optional<Instant> lastEnd(Instant now) {
        return end(now, -1);
    }

    private Optional<Instant> end(Instant now, int direction) {
        ZonedDateTime today = now.atZone(zone);
        // Hours of yesterday may end today, and those of one day a week a week from now.
        for (int distance = -1; distance <= 8; distance++) {
            ZonedDateTime day = today.plusDays((long) direction * distance);
            if (!days.contains(day.getDayOfWeek())) {
                continue;
            }
            ZonedDateTime last = to.isAfter(from) ? day : day.plusDays(1);
            Instant end = last.toLocalDate().atTime(to).atZone(zone).toInstant();
            if (direction > 0 ? end.isAfter(now) : !end.isAfter(now)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    boolean includes(Instant now) {
        return nextEnd(now).filter(end -> !start(end).isAfter(now)).isPresent();
    }

    private Instant start(Instant end) {
        ZonedDateTime last = end.atZone(zone);
        ZonedDateTime day = to.isAfter(from) ? last : last.minusDays(1);
        return day.toLocalDate().atTime(from).atZone(zone).toInstant();
    }
}
