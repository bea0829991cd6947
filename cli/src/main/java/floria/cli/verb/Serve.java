package floria.cli.verb;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;

/**
 * Runs the server in the foreground. The {@code floria} script does this in its own process, so
 * that a supervisor has one process to deal with; what stands here is its help.
 */
public final class Serve extends Verb {

    public Serve(Surroundings around) {
        super(around, "serve", "Run the server in the foreground.");
        explain(
                "The other verbs start a private server by themselves. This one is for watching it,"
                        + " and for a supervisor such as systemd: it stays until it is stopped.");
        examples("floria serve", "FLORIA_HOME=/srv/floria floria serve --port 8080");
        option("FOLDER", "State folder; FLORIA_HOME if it is left out.", "--home");
        option("PORT", "On the loopback address; else any free one.", "--port");
        option(
                "TIME",
                "Stop when nobody needed it for so long, such as 10m; else never.",
                "--idle-stop");
        option(
                "ADDRESS",
                "jdbc:postgresql://HOST/DATABASE instead of a file; FLORIA_DATABASE if it is left"
                        + " out. User and password are never given here, see docs/operators.md.",
                "--database");
    }

    @Override
    Exit run() {
        throw new Failure(
                Exit.UNREACHABLE,
                "no-launcher",
                "Without the `floria` script there is no server to run.",
                "Run `floria serve` with the script in the project's folder.");
    }
}
