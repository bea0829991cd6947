package floria.tosca.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.zip.ZipException;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Reads zip archives by their central directory, which is what names the kinds of entries. */
final class Zip {
    private static final int END = 0x06054b50;
    private static final int HEADER = 0x02014b50;
    private static final int END_SIZE = 22;
    private static final int HEADER_SIZE = 46;
    private static final int LONGEST_COMMENT = 65_535;

    private Zip() {}

    static Map<String, byte[]> unpack(byte[] archive, ArchiveLimits limits)
            throws IOException, BadArchive {
        count(archive, limits);
        Shelf shelf = new Shelf(limits, archive.length);
        try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel(archive);
                ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                String path = shelf.name(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.isUnixSymlink() || isSpecial(entry.getUnixMode())) {
                    throw Shelf.link(entry.getName());
                }
                if (!zip.canReadEntryData(entry)) {
                    throw BadArchive.unreadable(
                            entry.getGeneralPurposeBit().usesEncryption()
                                    ? "it is encrypted"
                                    : "its way of compression is not known");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    shelf.file(path, in);
                }
            }
        }
        return shelf.files();
    }

    /** Whether the bits of the kind of file say something else than a file. */
    private static boolean isSpecial(int mode) {
        int kind = mode & 0xF000;
        return kind != 0 && kind != 0x8000;
    }

    /** Walks through the directory before memory is taken for it. */
    private static void count(byte[] archive, ArchiveLimits limits)
            throws ZipException, BadArchive {
        int end = archive.length - END_SIZE;
        int last = Math.max(0, end - LONGEST_COMMENT);
        while (end >= last && number(archive, end) != END) {
            end--;
        }
        if (end < last) {
            throw new ZipException("it ends too early");
        }
        long size = number(archive, end + 12) & 0xFFFFFFFFL;
        long start = number(archive, end + 16) & 0xFFFFFFFFL;
        if (start + size != end) {
            throw new ZipException("its directory is not where it should be");
        }
        int entries = 0;
        int at = (int) start;
        while (at + HEADER_SIZE <= end && number(archive, at) == HEADER) {
            if (++entries > limits.entries()) {
                throw BadArchive.tooLarge(
                        "has more than the %d entries that are taken".formatted(limits.entries()));
            }
            at +=
                    HEADER_SIZE
                            + half(archive, at + 28)
                            + half(archive, at + 30)
                            + half(archive, at + 32);
        }
        if (at != end) {
            throw new ZipException("its directory is damaged");
        }
    }

    private static int number(byte[] bytes, int at) {
        return half(bytes, at) | half(bytes, at + 2) << 16;
    }

    private static int half(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }
}
