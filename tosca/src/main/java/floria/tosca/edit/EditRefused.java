package floria.tosca.edit;

import java.util.Optional;

import floria.tosca.problem.Location;

/** Why a text was not changed, in the words of its author. */
public final class EditRefused extends RuntimeException {
    private final transient Optional<Location> location;

    EditRefused(String message, Location location) {
        super(message);
        this.location = Optional.of(location);
    }

    EditRefused(String message) {
        super(message);
        location = Optional.empty();
    }

    /** What stands in the way, if it is a place in the text. */
    public Optional<Location> location() {
        return location;
    }
}
