package floria.server.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which Floria this is. */
public record Version(String text) {

    /** The version that the build wrote into the program. */
    public static Version ofThisProgram() {
        try (InputStream in =
                Objects.requireNonNull(
                        Version.class.getResourceAsStream("/floria/server/version.txt"))) {
            return new Version(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
