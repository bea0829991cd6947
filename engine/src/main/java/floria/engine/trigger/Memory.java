package floria.engine.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Note;

/**
 * What is known of a trigger, as a note keeps it.
 *
 * @param position of the last event that was looked at
 * @param last the moment of its schedule that it fired for last, or that its counting begins at
 * @param quiet until when it does not fire again
 * @param since when the measuring began that the next firing is for
 * @param samples what was measured since, oldest first
 */
record Memory(long position, Instant last, Instant quiet, Instant since, List<Sample> samples) {

    /**
     * @param values of the attributes that the condition names, in their order; empty text for what
     *     is not known
     */
    record Sample(Instant at, List<String> values) {}

    Memory {
        samples = List.copyOf(samples);
    }

    static Memory from(Instant begin) {
        return new Memory(0, begin, Instant.EPOCH, begin, List.of());
    }

    Memory at(long event) {
        return new Memory(event, last, quiet, since, samples);
    }

    Memory fired(Instant moment) {
        return new Memory(position, moment, quiet, since, samples);
    }

    Memory quietUntil(Instant until) {
        return new Memory(position, last, until, since, samples);
    }

    Memory measured(Instant begin, List<Sample> all) {
        return new Memory(position, last, quiet, begin, all);
    }

    static Optional<Memory> of(Note note) {
        String[] lines = note.text().split("\n", -1);
        String[] head = lines[0].split(" ");
        if (head.length != 4) {
            return Optional.empty();
        }
        List<Sample> samples = new ArrayList<>();
        for (int line = 1; line < lines.length; line++) {
            List<String> parts = List.of(lines[line].split("\t", -1));
            samples.add(new Sample(instant(parts.getFirst()), parts.subList(1, parts.size())));
        }
        return Optional.of(
                new Memory(
                        Long.parseLong(head[0]),
                        instant(head[1]),
                        instant(head[2]),
                        instant(head[3]),
                        samples));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(position)
                .append(' ')
                .append(last.toEpochMilli())
                .append(' ')
                .append(quiet.toEpochMilli())
                .append(' ')
                .append(since.toEpochMilli());
        for (Sample sample : samples) {
            text.append('\n').append(sample.at().toEpochMilli());
            sample.values().forEach(value -> text.append('\t').append(value));
        }
        return text.toString();
    }

    private static Instant instant(String text) {
        return Instant.ofEpochMilli(Long.parseLong(text));
    }
}
