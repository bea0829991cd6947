package floria.tosca.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the files of an archive one by one, and refuses what is out of bounds. */
final class Shelf {
    private static final int LONGEST_PATH = 1_000;

    private final ArchiveLimits limits;
    private final long most;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private int entries;
    private long total;

    /**
     * @param size bytes of the archive
     */
    Shelf(ArchiveLimits limits, int size) {
        this.limits = limits;
        this.most = limits.most(size);
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** Counts an entry of any kind, and refuses a name that leads out of the archive. */
    String name(String name) throws BadArchive {
        if (++entries > limits.entries()) {
            throw BadArchive.tooLarge(
                    "has more than the %d entries that are taken".formatted(limits.entries()));
        }
        String path = name.startsWith("./") ? name.substring(2) : name;
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean root = name.equals("./") || name.equals(".");
        if (!root && !isPlain(plain)) {
            throw new BadArchive(
                    "archive-path",
                    "the entry '%s' has a path that leads out of the archive or is not plain"
                            .formatted(shown(name)),
                    "paths are like scripts/start.sh: no leading slash, no '..', no '\\'");
        }
        return plain;
    }

    /** Refuses an entry that is not a file or a folder. */
    static BadArchive link(String name) {
        return new BadArchive(
                "archive-link",
                "the entry '%s' is a link or a device, not a file".formatted(shown(name)),
                "pack the file itself");
    }

    void file(String path, InputStream bytes) throws IOException, BadArchive {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            total += read;
            if (out.size() + read > limits.file()) {
                throw BadArchive.tooLarge(
                        "has a file '%s' of more than %d MB"
                                .formatted(shown(path), limits.file() >> 20));
            }
            if (total > most) {
                throw BadArchive.tooLarge(
                        "unpacks to more than %d MB, which is too much for its size"
                                .formatted(most >> 20));
            }
            out.write(buffer, 0, read);
        }
        if (files.putIfAbsent(path, out.toByteArray()) != null) {
            throw new BadArchive(
                    "archive-path",
                    "the file '%s' is in the archive twice".formatted(shown(path)),
                    "pack it once");
        }
    }

    private static boolean isPlain(String path) {
        if (path.isEmpty()
                || path.length() > LONGEST_PATH
                || path.indexOf('\\') >= 0
                || path.indexOf('!') >= 0
                || path.matches("[A-Za-z]:.*")
                || path.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String name) {
        return name.length() <= 80 ? name : name.substring(0, 77) + "...";
    }
}
