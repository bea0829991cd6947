package floria.cli.screen;

import java.util.List;

/** Small signs before a line, in the characters that the terminal has. */
public record Symbols(String good, String bad, String waiting, List<String> spinner) {
    private static final Symbols UNICODE =
            new Symbols("✔", "✖", "·", List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"));
    private static final Symbols ASCII = new Symbols("+", "x", ".", List.of("|", "/", "-", "\\"));

    public static Symbols of(Screen screen) {
        return screen.unicode() ? UNICODE : ASCII;
    }
}
