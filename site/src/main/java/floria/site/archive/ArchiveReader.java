package floria.site.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Reads an archive that came out of a {@link CheckedArchive}, entry by entry. */
public final class ArchiveReader {
    private final InputStream from;
    private InputStream content = InputStream.nullInputStream();
    private long padding;

    /** What an entry is. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        HARD_LINK
    }

    /**
     * An entry.
     *
     * @param name below the root; empty for that itself
     * @param link where a link leads to: from where it is, or of a hard one from the root
     */
    public record Entry(Kind kind, String name, String link, int mode, long size) {}

    public ArchiveReader(InputStream from) {
        this.from = from;
    }

    /** The next entry; empty at the end of the archive. */
    public Optional<Entry> next() throws IOException {
        content.transferTo(java.io.OutputStream.nullOutputStream());
        from.skipNBytes(padding);
        padding = 0;
        Map<String, String> records = Map.of();
        while (true) {
            Header header = new Header(block());
            if (header.isEnd()) {
                from.transferTo(java.io.OutputStream.nullOutputStream());
                return Optional.empty();
            }
            long size = header.size();
            if (header.type() == 'x') {
                byte[] told = from.readNBytes((int) size);
                from.skipNBytes(Header.padding(size));
                records = Pax.read(told);
                continue;
            }
            if (records.containsKey("size")) {
                size = Long.parseLong(records.get("size"));
            }
            String name = records.getOrDefault("path", header.name());
            name = name.equals("./") ? "" : name;
            name = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            content = new Part(from, size);
            padding = Header.padding(size);
            return Optional.of(
                    new Entry(
                            kind(header.type()),
                            name,
                            records.getOrDefault("linkpath", header.link()),
                            header.mode(),
                            size));
        }
    }

    private static Kind kind(char type) {
        return switch (type) {
            case '5' -> Kind.FOLDER;
            case '2' -> Kind.LINK;
            case '1' -> Kind.HARD_LINK;
            default -> Kind.FILE;
        };
    }

    private byte[] block() throws IOException {
        byte[] block = from.readNBytes(Header.BLOCK);
        if (block.length < Header.BLOCK) {
            throw new EOFException("the archive ends too early");
        }
        return block;
    }

    /** The content of the entry that was given last; an archive that is cut off is a failure. */
    public InputStream content() {
        return content;
    }

    private static final class Part extends InputStream {
        private final InputStream from;
        private long left;

        Part(InputStream from, long size) {
            this.from = from;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int some = from.read(to, at, (int) Math.min(length, left));
            if (some < 0) {
                throw new EOFException("the archive ends too early");
            }
            left -= some;
            return some;
        }
    }
}
