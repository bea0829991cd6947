package floria.engine.log;

import java.util.Locale;
import java.util.function.Supplier;

import floria.engine.state.LogLine;
import floria.site.Execution;

/** Takes the output of the commands of one step, or of one service, to the log. */
public final class Recorder {
    private final LogBook book;
    private final LogLine template;
    private final Supplier<Mask> mask;

    Recorder(LogBook book, LogLine template, Supplier<Mask> mask) {
        this.book = book;
        this.template = template;
        this.mask = mask;
    }

    /** Takes the lines of the command {@code execution}. */
    public Execution.Output output(String execution) {
        Mask now = mask.get();
        return (stream, number, text) ->
                book.add(
                        new LogLine(
                                0,
                                book.now(),
                                template.deployment(),
                                template.run(),
                                template.node(),
                                template.step(),
                                execution,
                                stream.name().toLowerCase(Locale.ROOT),
                                number,
                                now.apply(text)));
    }

    /** Returns when every line that was taken is stored. */
    public void flush() throws InterruptedException {
        book.flush();
    }
}
