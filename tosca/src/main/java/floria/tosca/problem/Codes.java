package floria.tosca.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What the codes of problems mean, in a sentence each. Immutable. */
public final class Codes {
    private final Map<String, String> meanings;

    private Codes(Map<String, String> meanings) {
        this.meanings = meanings;
    }

    /** Reads the list of all codes. */
    public static Codes read() {
        try (InputStream in = Codes.class.getResourceAsStream("codes.txt")) {
            if (in == null) {
                throw new IllegalStateException("resource missing: codes.txt");
            }
            Map<String, String> meanings = new TreeMap<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                int colon = line.indexOf(": ");
                meanings.put(line.substring(0, colon), line.substring(colon + 2));
            }
            return new Codes(meanings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a code means; empty for a code that there is not. */
    public Optional<String> meaning(String code) {
        return Optional.ofNullable(meanings.get(code));
    }
}
