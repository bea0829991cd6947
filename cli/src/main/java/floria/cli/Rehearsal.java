package floria.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import floria.cli.screen.Screen;

/**
 * Runs several command lines in one process and prints nothing: what they load is what the JDK's
 * ahead-of-time cache keeps, so that each of them starts fast afterwards. Part of the build.
 */
final class Rehearsal {

    private Rehearsal() {}

    /**
     * Each argument is a whole command line, its words separated by single spaces.
     *
     * <p>Ends with 0 whatever the command lines did: a cache that knows less is slower, not wrong.
     */
    public static void main(String[] lines) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Screen screen = new Screen(nowhere, nowhere, false, false, System.getenv());
        for (String line : lines) {
            new FloriaCli(FloriaCli.ofProcess(screen)).run(line.split(" "));
        }
        System.exit(0);
    }
}
