package floria.site.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The constant programs of the login host's shell, and of a job; data reaches them as arguments.
 */
enum Scripts {
    AGENT,
    LIST,
    MAKE,
    NOTE,
    ERASE,
    REMOVE,
    START,
    STATUS,
    FOLLOW,
    KILL,
    FORGET,
    TAIL,
    SPACE,
    READ,
    RELAY;

    static final int NOT_THERE = 44;

    private final String text;

    Scripts() {
        String name = name().toLowerCase(Locale.ROOT) + ".sh";
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }
}
