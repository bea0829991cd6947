package floria.site;

import java.time.Duration;

/** A command that was started on a machine. */
public interface Execution {

    /** Where it stands. */
    sealed interface Status {
        record Running() implements Status {}

        /** It ended by itself, or by a signal (128 + its number, as shells have it). */
        record Exited(int code) implements Status {}

        /**
         * It is gone without a trace of how it ended: the machine was restarted or the process
         * killed with its supervisor.
         */
        record Lost() implements Status {}
    }

    /**
     * Takes output line by line, from one thread at a time. Line numbers count from 0 for each
     * stream.
     */
    @FunctionalInterface
    interface Output {
        void line(Stream stream, long number, String text);
    }

    /** The streams of a program. */
    enum Stream {
        OUT,
        ERR
    }

    Status status();

    /**
     * Delivers the output from its first line and returns when the command has ended and everything
     * was delivered, or after {@code limit}, or when the thread is interrupted (the flag stays
     * set). Lines that were delivered to an earlier follower come again with the same numbers.
     */
    Status follow(Output output, Duration limit);

    /**
     * Ends the command and everything that it started: politely, then by force after {@code grace}.
     * Repeatable.
     */
    void kill(Duration grace);
}
