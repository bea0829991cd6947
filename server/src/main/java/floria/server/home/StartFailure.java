package floria.server.home;

import java.util.Optional;

/** Why a server does not start: one sentence for people, and the exit code of the process. */
public final class StartFailure extends RuntimeException {

    /** Something that Floria did not expect, or that has no code of its own. */
    public static final int FAILED = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** Another server has the state folder. */
    public static final int CONFLICT = 6;

    private final int exitCode;

    public StartFailure(String message, int exitCode, Optional<? extends Throwable> cause) {
        super(message, cause.orElse(null));
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
