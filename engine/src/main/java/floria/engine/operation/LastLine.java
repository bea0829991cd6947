package floria.engine.operation;

import java.util.Optional;

import floria.site.Execution;

/**
 * Passes output on, each line once however often it is delivered, and remembers the last line worth
 * quoting.
 */
final class LastLine implements Execution.Output {
    private final Execution.Output to;
    private long out;
    private long err;
    private Optional<String> lastOut = Optional.empty();
    private Optional<String> lastErr = Optional.empty();

    LastLine(Execution.Output to) {
        this.to = to;
    }

    @Override
    public void line(Execution.Stream stream, long number, String text) {
        boolean fresh =
                switch (stream) {
                    case OUT -> number >= out;
                    case ERR -> number >= err;
                };
        if (!fresh) {
            return;
        }
        to.line(stream, number, text);
        Optional<String> quotable = Optional.of(text.strip()).filter(line -> !line.isEmpty());
        switch (stream) {
            case OUT -> {
                out = number + 1;
                lastOut = quotable.or(() -> lastOut);
            }
            case ERR -> {
                err = number + 1;
                lastErr = quotable.or(() -> lastErr);
            }
        }
    }

    /** The last line on standard error, or else of standard output. */
    Optional<String> text() {
        return lastErr.or(() -> lastOut);
    }
}
