package floria.site.archive;

import java.io.IOException;

/** An archive that is not to be unpacked; the message says to a person why. */
public final class BadArchive extends IOException {
    BadArchive(String message) {
        super(message);
    }
}
