package floria.site.shell;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs short programs on a machine, such as by {@code docker exec}, by SSH, or as children of this
 * process. All that an adapter has to bring for {@link ShellChannel}. Safe for many threads.
 */
@FunctionalInterface
public interface Shell {

    /**
     * Runs a program to its end and passes its output on as it comes. The two sinks may be written
     * to by different threads; neither is written to after the return. An {@link
     * java.io.UncheckedIOException} or other exception of a sink ends the call and comes out of it.
     *
     * @param argv passed as it is; text is UTF-8
     * @param input given to the program; it may end without having read all of it
     * @return the exit code; empty when {@code limit} passed first, and then the program was ended
     *     as far as the connection allows
     * @throws floria.site.SiteException when the program could not be run or the connection broke
     * @throws InterruptedException when the thread was interrupted; the program was ended likewise
     */
    OptionalInt run(
            List<String> argv,
            InputStream input,
            OutputStream out,
            OutputStream err,
            Duration limit)
            throws InterruptedException;
}
