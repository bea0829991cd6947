package floria.tosca.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes cloud service archives (TOSCA 1.3 §6, 2.0 §17) as {@link Archive} reads them. The same
 * files make the same bytes.
 */
public final class Packing {
    /** The first moment that a zip can tell. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Packing() {}

    /**
     * Packs a template with its files; what they have for metadata of an archive is replaced.
     *
     * @param template its path in {@code files}
     */
    public static byte[] zip(String template, Map<String, byte[]> files) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        all.remove(Contents.META);
        all.remove(Contents.OLD_META);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            // Readers look for it first, and some nowhere else.
            add(zip, Contents.OLD_META, meta(template).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                add(zip, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String path, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static String meta(String template) {
        return """
        TOSCA-Meta-File-Version: 1.1
        CSAR-Version: 1.1
        Created-By: Floria
        Entry-Definitions: %s
        """
                .formatted(template.matches("[\\w./-]+") ? template : quoted(template));
    }

    private static String quoted(String path) {
        char quote = path.indexOf('"') < 0 ? '"' : '\'';
        return quote + path + quote;
    }
}
