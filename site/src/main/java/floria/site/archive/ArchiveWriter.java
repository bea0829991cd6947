package floria.site.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes a tar archive, entry by entry; closing ends it, without which it is not whole. */
public final class ArchiveWriter implements AutoCloseable {
    private final OutputStream to;
    private final String root;

    /**
     * @param to is left open
     * @param root the folder that every name begins with
     */
    public ArchiveWriter(OutputStream to, String root) {
        this.to = to;
        this.root = root;
    }

    /**
     * @param name below the root; empty for that itself
     */
    public void folder(String name, int mode) throws IOException {
        to.write(Header.of(path(name) + "/", "", '5', mode, 0));
    }

    public void link(String name, String end) throws IOException {
        to.write(Header.of(path(name), end, '2', 0777, 0));
    }

    /**
     * @param size of what comes; less is a failure, and more is left out
     */
    public void file(String name, int mode, long size, InputStream content) throws IOException {
        to.write(Header.of(path(name), "", '0', mode, size));
        byte[] some = new byte[64 * 1024];
        long left = size;
        while (left > 0) {
            int read = content.read(some, 0, (int) Math.min(some.length, left));
            if (read < 0) {
                throw new IOException(name + " has become shorter while it was read");
            }
            to.write(some, 0, read);
            left -= read;
        }
        to.write(new byte[Header.padding(size)]);
    }

    private String path(String name) {
        return name.isEmpty() ? root : root + "/" + name;
    }

    @Override
    public void close() throws IOException {
        to.write(new byte[2 * Header.BLOCK]);
    }
}
