package floria.engine.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Store;
import floria.site.Observed;

/** Warns, once for each end, before what a site gives for a time is over. */
final class WallTimes {
    static final Duration WARNING = Duration.ofMinutes(15);

    /** When it ends, as sites tell it. */
    private static final String ENDS_AT = "ends_at";

    private final Store store;
    private final Announcer announcer;
    private final InstantSource clock;

    WallTimes(Store store, InstantSource clock) {
        this.store = store;
        this.announcer = new Announcer(clock);
        this.clock = clock;
    }

    void look(Subject subject, Instance instance, Observed observed) {
        if (observed.state() != Observed.State.READY) {
            return;
        }
        Instant now = clock.instant();
        end(observed)
                .filter(end -> end.isAfter(now) && !end.minus(WARNING).isAfter(now))
                .ifPresent(end -> warn(subject, instance, end, now));
    }

    private static Optional<Instant> end(Observed observed) {
        try {
            return Optional.ofNullable(observed.attributes().get(ENDS_AT)).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private void warn(Subject subject, Instance instance, Instant end, Instant now) {
        String topic = "walltime/" + instance.id();
        String text = end.truncatedTo(ChronoUnit.MINUTES).toString();
        boolean said =
                Optional.ofNullable(subject.notes().get(topic))
                        .filter(note -> note.text().equals(text))
                        .isPresent();
        if (said) {
            return;
        }
        long minutes = Math.max(1, Duration.between(now, end).plusSeconds(30).toMinutes());
        store.write(writer -> {
            writer.note(new Note(subject.deployment().id(), topic, text, now));
            announcer.say(
                    writer,
                    subject.deployment(),
                    instance,
                    "walltime.warning",
                    "the time of "
                            + instance.label()
                            + " is over in "
                            + minutes
                            + " min, at "
                            + end,
                    Map.of("at", end.toString()));
            return true;
        });
    }
}
