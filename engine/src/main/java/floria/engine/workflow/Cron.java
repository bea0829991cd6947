package floria.engine.workflow;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Moments by the five fields that cron has: minute, hour, day of the month, month, day of the week;
 * each a {@code *}, a number, a range, a list of these, all of them with a step if wanted. Where
 * both days are said, one of them is enough.
 *
 * @param days of the month
 * @param weekdays from 1 for Monday to 7
 */
public record Cron(
        NavigableSet<Integer> minutes,
        NavigableSet<Integer> hours,
        NavigableSet<Integer> days,
        NavigableSet<Integer> months,
        NavigableSet<Integer> weekdays,
        ZoneId zone) {
    /** A day that there is once in four years is found. */
    private static final int FURTHEST = 366 * 8;

    private static final List<String> DAY_NAMES =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /**
     * Reads {@code MINUTE HOUR DAY MONTH WEEKDAY [ZONE]}; without a zone, UTC. Fails with an {@link
     * IllegalArgumentException} that says what is wrong.
     */
    public static Cron of(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 5 && fields.length != 6) {
            throw new IllegalArgumentException(
                    "it has "
                            + fields.length
                            + " fields where five are due: minute, hour, day, month, weekday");
        }
        TreeSet<Integer> weekdays = new TreeSet<>();
        field(named(fields[4]), 0, 7).forEach(day -> weekdays.add(day == 0 ? 7 : day));
        try {
            return new Cron(
                    field(fields[0], 0, 59),
                    field(fields[1], 0, 23),
                    field(fields[2], 1, 31),
                    field(fields[3], 1, 12),
                    weekdays,
                    fields.length == 6 ? ZoneId.of(fields[5]) : ZoneId.of("UTC"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone " + fields[5], e);
        }
    }

    private static String named(String field) {
        String text = field.toLowerCase(Locale.ROOT);
        for (int day = 0; day < DAY_NAMES.size(); day++) {
            text = text.replace(DAY_NAMES.get(day), Integer.toString(day + 1));
        }
        return text;
    }

    private static NavigableSet<Integer> field(String text, int least, int most) {
        TreeSet<Integer> all = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] range = stepped[0].split("-", -1);
            boolean any = stepped[0].equals("*");
            if (stepped.length > 2 || range.length > 2) {
                throw new IllegalArgumentException("'" + part + "' is not a part of a field");
            }
            int first = any ? least : number(range[0], least, most);
            int last =
                    any || (range.length == 1 && stepped.length == 2)
                            ? most
                            : number(range[range.length - 1], least, most);
            int step = stepped.length == 2 ? number(stepped[1], 1, most + 1) : 1;
            for (int each = first; each <= last; each += step) {
                all.add(each);
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' means no moment");
        }
        return all;
    }

    private static int number(String text, int least, int most) {
        if (!text.matches("[0-9]{1,4}")
                || Integer.parseInt(text) < least
                || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** The first moment after that one, if there is any within some years. */
    public Optional<Instant> next(Instant after) {
        ZonedDateTime start = after.atZone(zone).withSecond(0).withNano(0).plusMinutes(1);
        LocalDate day = start.toLocalDate();
        for (int look = 0; look < FURTHEST; look++, day = day.plusDays(1)) {
            if (!includes(day)) {
                continue;
            }
            for (int hour : hours) {
                for (int minute : minutes) {
                    // A time that a change of clocks leaves out is taken an hour later.
                    Instant at = day.atTime(hour, minute).atZone(zone).toInstant();
                    if (!at.isBefore(start.toInstant())) {
                        return Optional.of(at);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean includes(LocalDate day) {
        boolean ofMonth = days.contains(day.getDayOfMonth());
        boolean ofWeek = weekdays.contains(day.getDayOfWeek().getValue());
        boolean both = days.size() < 31 && weekdays.size() < 7;
        return months.contains(day.getMonthValue())
                && (both ? ofMonth || ofWeek : ofMonth && ofWeek);
    }
}
