package floria.cli.screen;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two streams that the command prints on, and what the one for results can do. Results go to
 * {@link #out()}, everything else to {@link #err()}.
 */
public final class Screen {
    private static final int DEFAULT_WIDTH = 80;
    private static final int DEFAULT_HEIGHT = 24;
    private static final Path TTY = Path.of("/dev/tty");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean terminalErr;
    private final boolean dumb;
    private final boolean color;
    private final boolean unicode;

    /** Width and height of a terminal in characters. */
    public record Size(int columns, int rows) {}

    /**
     * @param terminal whether {@code out} is one
     * @param terminalErr whether {@code err} is one
     * @param environment of which NO_COLOR, TERM and the locale are looked at
     */
    public Screen(
            PrintStream out,
            PrintStream err,
            boolean terminal,
            boolean terminalErr,
            Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.terminalErr = terminalErr;
        String term = environment.getOrDefault("TERM", "dumb");
        this.dumb = term.equals("dumb");
        // https://no-color.org: set to anything but the empty string.
        this.color = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        this.unicode = !terminal || speaksUnicode(environment);
    }

    /** The screen of this process. */
    public static Screen ofProcess(
            boolean terminal, boolean terminalErr, Map<String, String> environment) {
        return new Screen(
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out),
                        true,
                        StandardCharsets.UTF_8),
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.err),
                        true,
                        StandardCharsets.UTF_8),
                terminal,
                terminalErr,
                environment);
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** Whether lines can be drawn again in place. */
    public boolean live() {
        return terminal && !dumb;
    }

    /** Whether a person is likely to read {@link #err()} as it comes. */
    public boolean watched() {
        return terminalErr;
    }

    public boolean terminal() {
        return terminal;
    }

    public boolean unicode() {
        return unicode;
    }

    public Style style() {
        return new Style(terminal && color);
    }

    /** For what is printed on {@link #err()}. */
    public Style errorStyle() {
        return new Style(terminalErr && color);
    }

    /** Asks the terminal, which may have been resized since the last time. */
    public Size size() {
        if (!terminal) {
            return new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(TTY.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip();
            String[] numbers = answer.split(" ", 2);
            if (numbers.length == 2) {
                int rows = Integer.parseInt(numbers[0]);
                int columns = Integer.parseInt(numbers[1]);
                if (rows > 0 && columns > 0) {
                    return new Size(columns, rows);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // No terminal to ask, or one that does not say: the classic size is as good as any.
        }
        return new Size(DEFAULT_WIDTH, DEFAULT_HEIGHT);
    }

    private static boolean speaksUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String upper = value.toUpperCase(java.util.Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        return false;
    }
}
