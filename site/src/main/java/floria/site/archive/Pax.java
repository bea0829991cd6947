package floria.site.archive;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a pax header says of the entry after it: keys and values (POSIX.1-2001, pax). */
final class Pax {
    private static final Set<String> TEXTS =
            Set.of("path", "linkpath", "uname", "gname", "comment", "hdrcharset");

    private Pax() {}

    /** Whether the value is text; that of others, such as of attributes of files, may be any. */
    static boolean isText(String key) {
        return TEXTS.contains(key);
    }

    static Map<String, String> read(byte[] content) throws BadArchive {
        Map<String, String> records = new LinkedHashMap<>();
        int at = 0;
        while (at < content.length) {
            int blank = at;
            while (blank < content.length && content[blank] != ' ') {
                blank++;
            }
            int length = length(content, at, blank);
            int end = at + length;
            if (length < blank - at + 3 || end > content.length || content[end - 1] != '\n') {
                throw damaged();
            }
            int is = blank + 1;
            while (is < end && content[is] != '=') {
                is++;
            }
            if (is >= end) {
                throw damaged();
            }
            String key = new String(content, blank + 1, is - blank - 1, StandardCharsets.UTF_8);
            Charset charset = isText(key) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            records.put(key, new String(content, is + 1, end - is - 2, charset));
            at = end;
        }
        return records;
    }

    private static int length(byte[] content, int from, int to) throws BadArchive {
        try {
            return Integer.parseInt(
                    new String(content, from, Math.min(to - from, 10), StandardCharsets.UTF_8));
        } catch (NumberFormatException _) {
            throw damaged();
        }
    }

    private static BadArchive damaged() {
        return new BadArchive("a header in the archive is damaged");
    }
}
