package floria.site.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The constant programs that run on a host; data reaches them as arguments. */
enum HostScripts {
    INVENTORY,
    LIST,
    CLAIM,
    START,
    END;

    static final int NO_RESOURCE = 44;
    static final int REFUSED = 74;
    static final int SHORT = 78;
    static final int PORT_TAKEN = 79;
    static final int NO_VOLUME = 80;
    static final int NO_USER = 81;

    private final String text;

    HostScripts() {
        String name = name().toLowerCase(Locale.ROOT) + ".sh";
        try (InputStream in = HostScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> argv(List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", text, "floria"));
        argv.addAll(arguments);
        return argv;
    }
}
