package floria.lsp.meaning;

import java.util.Optional;
import java.util.stream.Stream;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;

/**
 * Where a walk through a template is: a map, and what is around it.
 *
 * @param part the part of the grammar, or nothing for a map without keynames
 * @param name of what the map describes, where that is declared
 */
public record Frame(
        Optional<Frame> outer,
        String part,
        Mapping body,
        Optional<Location> name,
        Subject subject) {

    Frame inside(String part, Mapping body, Optional<Location> name, Subject subject) {
        return new Frame(Optional.of(this), part, body, name, subject);
    }

    /** This place with another subject, as for the later items of a list. */
    Frame about(Subject other) {
        return new Frame(outer, part, body, name, other);
    }

    /** This frame and those around it, from the inside. */
    Stream<Frame> outwards() {
        return Stream.iterate(
                        Optional.of(this),
                        Optional::isPresent,
                        frame -> frame.flatMap(Frame::outer))
                .flatMap(Optional::stream);
    }

    /** The nearest of these parts that this is in. */
    public Optional<Frame> nearest(String... parts) {
        return outwards()
                .filter(frame -> Stream.of(parts).anyMatch(frame.part::equals))
                .findFirst();
    }
}
