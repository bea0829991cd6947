package floria.site.containers;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 answer, and its body as it comes. The JDK's own client speaks over TCP
 * only and cannot hand over the connection, both of which engines need.
 */
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {

    private static final int LONGEST_LINE = 64 * 1024;

    /** Reads the head; {@code in} should be buffered. */
    static HttpAnswer read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 2
                || !first[0].startsWith("HTTP/1.")
                || !first[1].chars().allMatch(Character::isDigit)) {
            throw new IOException("the answer is not HTTP");
        }
        int status = Integer.parseInt(first[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new HttpAnswer(status, Map.copyOf(headers), body(in, status, headers));
    }

    private static InputStream body(InputStream in, int status, Map<String, String> headers)
            throws IOException {
        if (status == 101) {
            return in;
        }
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Chunks(in);
        }
        Optional<String> length = Optional.ofNullable(headers.get("content-length"));
        try {
            return length.<InputStream>map(l -> new Chunks(in, Long.parseLong(l))).orElse(in);
        } catch (NumberFormatException e) {
            throw new IOException("the answer's length is not a number", e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection without an answer");
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("a header of the answer is too long");
            }
            line.append((char) c);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        return new String(
                line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A body of known length, or of chunks that tell theirs. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private final boolean chunked;
        private long left;
        private boolean ended;
        private boolean first = true;

        Chunks(InputStream in) {
            this.in = in;
            this.chunked = true;
        }

        Chunks(InputStream in, long length) {
            this.in = in;
            this.chunked = false;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the engine closed the connection within an answer");
            }
            left -= count;
            return count;
        }

        private void next() throws IOException {
            if (!chunked) {
                ended = true;
                return;
            }
            if (!first) {
                line(in);
            }
            first = false;
            try {
                left = Long.parseLong(line(in).split(";", 2)[0].strip(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("a chunk's length is not a number", e);
            }
            ended = left == 0;
        }
    }
}
