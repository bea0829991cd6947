package floria.server.problem;

import java.util.Optional;

/** A request that makes no sense, said before the engine sees it. */
public final class BadRequest extends RuntimeException {
    private final transient Optional<String> hint;

    public BadRequest(String message) {
        super(message);
        this.hint = Optional.empty();
    }

    public BadRequest(String message, String hint) {
        super(message);
        this.hint = Optional.of(hint);
    }

    Optional<String> hint() {
        return hint;
    }
}
