package floria.site;

import java.io.IOException;
import java.io.OutputStream;

import floria.site.archive.CheckedArchive;

/**
 * The way to what is on the volumes of a site, as tar archives (POSIX.1-2001) that are streamed:
 * neither side ever holds more of one than a few hundred kilobytes. Numbers of owners, modes, times
 * and links travel with it. Nobody writes to the volume meanwhile.
 */
public interface Cargo {

    /**
     * Writes out what is on a volume. The first entry of the archive is the volume itself, under
     * whatever name; all others are below it.
     *
     * @throws SiteException when it cannot be read, or only in part
     */
    void read(SiteContext context, Key volume, OutputStream to);

    /**
     * Puts what is in an archive in the place of everything on a volume; names are relative to the
     * volume itself. What an attempt that was cut off has left does not matter to the next one.
     *
     * @param from has been checked, see {@link floria.site.archive.CheckedArchive}; what goes wrong
     *     with it comes out, if only as a cause
     * @throws SiteException when it cannot be written, or only in part
     */
    void write(SiteContext context, Key volume, CheckedArchive from) throws IOException;
}
