package floria.cli.verb;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;

/**
 * Runs the server in the foreground. The {@code floria} script does this in its own process, so
 * that a supervisor has one process to deal with; what stands here is its help.
 */
@Command(
        name = "serve",
        header = "Run the server in the foreground.",
        description = {
            "%nThe other verbs start a private server by themselves. This one is for watching it,"
                    + " and for a supervisor such as systemd: it stays until it is stopped."
        },
        footer = {
            "",
            "Examples:",
            "  floria serve",
            "  FLORIA_HOME=/srv/floria floria serve --port 8080"
        })
public final class Serve extends Verb {

    public Serve(Surroundings around) {
        super(around);
    }

    /** The server's options, for help and completion. */
    public static CommandLine documented(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        option("--home", "FOLDER", "State folder; FLORIA_HOME if it is left out."))
                .addOption(option("--port", "PORT", "On the loopback address; else any free one."))
                .addOption(
                        option(
                                "--idle-stop",
                                "TIME",
                                "Stop when nobody needed it for so long, such as 10m; else never."));
        return line;
    }

    @Override
    Exit run() {
        throw new Failure(
                Exit.UNREACHABLE,
                "no-launcher",
                "Without the `floria` script there is no server to run.",
                "Run `floria serve` with the script in the project's folder.");
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }
}
