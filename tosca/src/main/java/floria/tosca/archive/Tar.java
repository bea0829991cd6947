package floria.tosca.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.BoundedInputStream;

/** Reads tar archives, compressed by gzip or not. */
final class Tar {
    /** A header and padding for each entry. */
    private static final int OVERHEAD = 2_048;

    private Tar() {}

    static Map<String, byte[]> unpack(byte[] archive, boolean compressed, ArchiveLimits limits)
            throws IOException, BadArchive {
        Shelf shelf = new Shelf(limits, archive.length);
        // Long names are read before an entry is shown: the stream itself has an end, too.
        long most = limits.most(archive.length) + (long) OVERHEAD * limits.entries();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(
                        BoundedInputStream.builder()
                                .setInputStream(open(archive, compressed))
                                .setMaxCount(most)
                                .get())) {
            for (TarArchiveEntry entry = in.getNextEntry();
                    entry != null;
                    entry = in.getNextEntry()) {
                String path = shelf.name(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                if (!entry.isFile() || entry.isSparse() || isSpecial(entry)) {
                    throw Shelf.link(entry.getName());
                }
                shelf.file(path, in);
            }
        }
        return shelf.files();
    }

    private static InputStream open(byte[] archive, boolean compressed) throws IOException {
        InputStream in = new ByteArrayInputStream(archive);
        return compressed ? new GZIPInputStream(in) : in;
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO();
    }
}
