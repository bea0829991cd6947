package floria.site.shell;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import floria.site.Execution.Output;
import floria.site.Execution.Stream;

/**
 * Cuts bytes into numbered lines. Where a line ends depends on the bytes alone, never on how they
 * were chunked, so that each follower counts alike. Malformed UTF-8 is replaced.
 */
public final class Lines extends OutputStream {
    /** A longer line is delivered in pieces; programs that draw progress never end theirs. */
    static final int LONGEST = 64 * 1024;

    private final Stream stream;
    private final Output output;
    private final Object turn;
    private byte[] buffer = new byte[512];
    private int length;
    private long number;

    /**
     * @param turn shared by the streams of one program, which are read by different threads
     */
    public Lines(Stream stream, Output output, Object turn) {
        this.stream = stream;
        this.output = output;
        this.turn = turn;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        synchronized (turn) {
            for (int i = offset; i < offset + count; i++) {
                if (bytes[i] == '\n') {
                    deliver(length);
                } else {
                    append(bytes[i]);
                }
            }
        }
    }

    /** Delivers a last line that has no end. */
    public void end() {
        synchronized (turn) {
            if (length > 0) {
                deliver(length);
            }
        }
    }

    private void append(byte b) {
        if (length == LONGEST) {
            deliver(wholeCharacters());
        }
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * length));
        }
        buffer[length++] = b;
    }

    private int wholeCharacters() {
        for (int cut = length - 1; cut >= length - 4; cut--) {
            boolean continuation = (buffer[cut] & 0xC0) == 0x80;
            if (!continuation) {
                return buffer[cut] < 0 ? cut : length;
            }
        }
        return length;
    }

    private void deliver(int count) {
        String text = new String(buffer, 0, count, StandardCharsets.UTF_8);
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
        output.line(stream, number++, text);
    }
}
