package floria.site.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The constant programs that a machine's shell runs; data reaches them as arguments or input. */
enum Scripts {
    START,
    SUPERVISE,
    RUN,
    STATUS,
    FOLLOW,
    KILL,
    FORGET,
    PUT,
    PLACE,
    GET;

    private final String text;

    Scripts() {
        String name = name().toLowerCase(java.util.Locale.ROOT) + ".sh";
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
