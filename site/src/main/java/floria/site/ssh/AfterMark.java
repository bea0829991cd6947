package floria.site.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes on what comes after a mark on a line of its own. What comes before it is not the
 * program's: start-up files of many accounts print something.
 */
final class AfterMark extends OutputStream {
    private static final int MOST_KEPT = 4096;

    private final byte[] mark;
    private final OutputStream to;
    private final ByteArrayOutputStream before = new ByteArrayOutputStream();
    private int matched;
    private volatile boolean seen;

    AfterMark(String mark, OutputStream to) {
        this.mark = (mark + "\n").getBytes(StandardCharsets.US_ASCII);
        this.to = to;
    }

    /** Whether the program was started. */
    boolean seen() {
        return seen;
    }

    /** The beginning of what came instead. */
    String before() {
        return before.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        while (!seen && at < offset + count) {
            look(bytes[at++]);
        }
        if (at < offset + count) {
            to.write(bytes, at, offset + count - at);
        }
    }

    /** No proper beginning of the mark is an end of it, so that a mismatch starts over. */
    private void look(byte b) {
        if (before.size() < MOST_KEPT) {
            before.write(b);
        }
        if (b == mark[matched]) {
            matched++;
        } else {
            matched = b == mark[0] ? 1 : 0;
        }
        seen = matched == mark.length;
    }
}
