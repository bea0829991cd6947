package floria.cli.api;

import java.util.List;
import java.util.Optional;

import floria.cli.Exit;
import floria.cli.Failure;

/** The server could not be reached, or went away in the middle of an answer. */
final class LostConnection extends Failure {

    LostConnection(String message) {
        super(
                Exit.UNREACHABLE,
                "unreachable",
                message,
                Optional.of("`floria server status` says which server is meant, and if it runs."),
                List.of(),
                List.of());
    }
}
