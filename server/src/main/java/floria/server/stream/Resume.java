package floria.server.stream;

import java.util.function.LongPredicate;

import org.jspecify.annotations.Nullable;

import floria.server.problem.BadRequest;

/** Where a reader goes on. */
public final class Resume {

    private Resume() {}

    /** The id that {@code Last-Event-ID} names, else the one of the parameter {@code after}. */
    public static long after(long parameter, @Nullable String lastEventId) {
        long after = parameter;
        if (lastEventId != null && !lastEventId.isBlank()) {
            if (!lastEventId.strip().matches("\\d{1,18}")) {
                throw new BadRequest(
                        "The header Last-Event-ID is not the id of an event: " + lastEventId + ".",
                        "Leave it out to start from the beginning.");
            }
            after = Long.parseLong(lastEventId.strip());
        }
        if (after < 0) {
            throw new BadRequest("The parameter after must not be negative.");
        }
        return after;
    }

    /**
     * The last id that there is, found in some forty looks, since ids grow.
     *
     * @param nothingAfter whether there is nothing behind an id
     */
    public static long last(LongPredicate nothingAfter) {
        long some = -1; // there is something behind it, or it is before everything
        long none = 1;
        while (!nothingAfter.test(none)) {
            some = none;
            none *= 2;
        }
        while (none - some > 1) {
            long middle = some + (none - some) / 2;
            if (nothingAfter.test(middle)) {
                none = middle;
            } else {
                some = middle;
            }
        }
        return none;
    }

    /** A page size that is neither nothing nor everything. */
    public static int limit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new BadRequest("The parameter limit must be between 1 and " + most + ".");
        }
        return limit;
    }
}
