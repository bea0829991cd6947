package floria.cli.fetch;

import java.io.IOException;

/** Why an address was not fetched, in a sentence, and what to do. */
final class Unfetched extends IOException {
    private final String hint;

    Unfetched(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }
}
