package floria.cli.fetch;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a web server answers to one question on a connection of its own (RFC 9112).
 *
 * @param headers by name in lower case; several of a name joined by commas
 * @param body of a 200; empty otherwise, since nothing else is of interest
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final int LONGEST_HEAD = 64 << 10;

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * Reads an answer, and stops at the first byte too many.
     *
     * @param most bytes of the body
     */
    static Answer read(InputStream in, int most) throws IOException {
        Head head = new Head(in);
        int status = head.status();
        Map<String, String> headers = head.headers();
        while (status >= 100 && status < 200) {
            status = head.status();
            headers = head.headers();
        }
        return new Answer(status, headers, status == 200 ? body(in, headers, most) : new byte[0]);
    }

    private static byte[] body(InputStream in, Map<String, String> headers, int most)
            throws IOException {
        String coding = headers.getOrDefault("content-encoding", "identity");
        if (!coding.equalsIgnoreCase("identity")) {
            // A few compressed bytes can stand for any number; none were asked for.
            throw new Unfetched("it is sent compressed, which was not asked for", "");
        }
        String transfer = headers.getOrDefault("transfer-encoding", "");
        if (transfer.equalsIgnoreCase("chunked")) {
            return chunks(in, most);
        }
        if (!transfer.isEmpty()) {
            throw broken("it is sent in an unknown form");
        }
        String length = headers.get("content-length");
        if (length == null) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length > most ? tooLarge(most) : bytes;
        }
        if (!length.matches("\\d{1,18}")) {
            throw broken("its length makes no sense");
        }
        long announced = Long.parseLong(length);
        return announced > most ? tooLarge(most) : exactly(in, (int) announced);
    }

    private static byte[] chunks(InputStream in, int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = line(in, 1_000).replaceFirst("[;\\s].*", "");
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw broken("a part of it has a length that makes no sense");
            }
            long bytes = Long.parseLong(size, 16);
            if (bytes == 0) {
                return all.toByteArray();
            }
            if (all.size() + bytes > most) {
                return tooLarge(most);
            }
            all.writeBytes(exactly(in, (int) bytes));
            if (!line(in, 2).isEmpty()) {
                throw broken("a part of it is longer than was said");
            }
        }
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw broken("the connection ended before the file did");
        }
        return bytes;
    }

    private static byte[] tooLarge(int most) throws Unfetched {
        throw new Unfetched(
                "it has more than the %s that are taken"
                        .formatted(most >> 20 > 0 ? (most >> 20) + " MB" : most + " bytes"),
                "types and templates are small; put data elsewhere");
    }

    static Unfetched broken(String what) {
        return new Unfetched("the server's answer is broken: " + what, "try again later");
    }

    /** One line without its end. */
    private static String line(InputStream in, int longest) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended before the answer did");
            }
            if (line.size() >= longest) {
                throw broken("a line of it is too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The lines before the body; together they may not be endless either. */
    private static final class Head {
        private final InputStream in;
        private int left = LONGEST_HEAD;

        Head(InputStream in) {
            this.in = in;
        }

        private String next() throws IOException {
            String line = line(in, left);
            left -= line.length() + 1;
            if (left <= 0) {
                throw broken("it begins with too many headers");
            }
            return line;
        }

        int status() throws IOException {
            String line = next();
            if (!line.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
                throw broken("it is not HTTP");
            }
            return Integer.parseInt(line.substring(9, 12));
        }

        Map<String, String> headers() throws IOException {
            Map<String, String> headers = new HashMap<>();
            for (String line = next(); !line.isEmpty(); line = next()) {
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw broken("a header of it has no name");
                }
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> String.join(", ", List.of(one, other)));
            }
            return Map.copyOf(headers);
        }
    }
}
