package floria.site.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A tar archive from somewhere that is not trusted, as one that may be unpacked: folders, files and
 * links whose names and ends stay below its root, and nothing else; else reading ends with a {@link
 * BadArchive}. Headers are written anew, and an archive that was cut off is told from a whole one.
 * What is held of it does not grow with its size, but for the names of its symbolic links.
 */
public final class CheckedArchive extends InputStream {
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int LONGEST_NAME = 4096;
    private static final int MOST_LINKS = 200_000;

    /** What is about how an archive is written, and not about an entry. */
    private static final Set<String> OWN = Set.of("path", "linkpath", "size", "hdrcharset");

    private final InputStream raw;
    private final Set<String> links = new HashSet<>();
    private final Map<String, String> always = new TreeMap<>();
    private byte[] ready = new byte[0];
    private int at;
    private long content;
    private int padding;
    private boolean over;
    private long files;
    private long bytes;
    private boolean begun;
    private boolean absolute;
    private List<String> root = List.of();
    private Owner owner = new Owner(0, 0, 0755);

    /** Whose a folder is, by numbers, and what may be done with it. */
    public record Owner(long user, long group, int mode) {}

    /**
     * @param raw the first entry in it is the root, and every name begins with that one's, which is
     *     left out
     */
    public CheckedArchive(InputStream raw) {
        this.raw = raw;
    }

    /** How many files came through so far. */
    public long files() {
        return files;
    }

    /** Of the root, once something was read. */
    public Owner owner() {
        return owner;
    }

    /** How many bytes of files came through so far. */
    public long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (at < ready.length) {
                int some = Math.min(length, ready.length - at);
                System.arraycopy(ready, at, to, from, some);
                at += some;
                return some;
            }
            if (content > 0) {
                int some = raw.read(to, from, (int) Math.min(length, content));
                if (some < 0) {
                    throw cutOff();
                }
                content -= some;
                bytes += some;
                if (content == 0) {
                    exactly(padding);
                    give(new byte[padding]);
                }
                return some;
            }
            if (over) {
                return -1;
            }
            next();
        }
    }

    private void give(byte[] what) {
        ready = what;
        at = 0;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = raw.readNBytes(length);
        if (bytes.length < length) {
            throw cutOff();
        }
        return bytes;
    }

    private static BadArchive cutOff() {
        return new BadArchive("the archive ends too early");
    }

    private void next() throws IOException {
        Map<String, String> records = new TreeMap<>(always);
        String name = "";
        String link = "";
        while (true) {
            Header header = new Header(exactly(Header.BLOCK));
            if (header.isEnd()) {
                // What may follow is only padding; whoever sends it must be able to end.
                raw.transferTo(java.io.OutputStream.nullOutputStream());
                over = true;
                give(new byte[2 * Header.BLOCK]);
                return;
            }
            header.check();
            switch (header.type()) {
                case 'g' -> {
                    always.putAll(Pax.read(further(header)));
                    always.keySet().removeAll(OWN);
                    records.putAll(always);
                }
                case 'x' -> records.putAll(Pax.read(further(header)));
                case 'L' -> name = text(further(header));
                case 'K' -> link = text(further(header));
                default -> {
                    entry(header, records, name, link);
                    return;
                }
            }
        }
    }

    private byte[] further(Header header) throws IOException {
        long size = header.size();
        if (size > LONGEST_HEADER) {
            throw new BadArchive("a header in the archive is too long");
        }
        byte[] content = exactly((int) size);
        exactly(Header.padding(size));
        return content;
    }

    private static String text(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        return new String(content, 0, end, StandardCharsets.UTF_8);
    }

    private void entry(Header header, Map<String, String> records, String longName, String longLink)
            throws IOException {
        String told = records.getOrDefault("path", longName.isEmpty() ? header.name() : longName);
        String to = records.getOrDefault("linkpath", longLink.isEmpty() ? header.link() : longLink);
        long size = number(records.get("size"), header.size());
        if (!begun) {
            begin(header, records, told);
        }
        List<String> name = inside(told, told);
        boolean folder = header.type() == '5';
        String whole = String.join("/", name);
        for (int depth = 1; depth <= name.size(); depth++) {
            if (links.contains(String.join("/", name.subList(0, depth)))) {
                throw new BadArchive(quoted(told) + " in the archive is written through a link");
            }
        }
        if (name.isEmpty() && !folder) {
            throw new BadArchive("the archive is not one of a folder");
        }
        String link =
                switch (header.type()) {
                    case '0', '5', '7' -> "";
                    case '1' -> hard(told, to);
                    case '2' -> symbolic(told, whole, name.size(), to);
                    default ->
                            throw new BadArchive(
                                    quoted(told)
                                            + " is neither a file nor a folder nor a link, and is"
                                            + " not carried");
                };
        boolean file = header.type() == '0' || header.type() == '7';
        if (!file && size != 0) {
            throw new BadArchive(quoted(told) + " in the archive has content and is no file");
        }
        if (records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"))) {
            throw new BadArchive(
                    quoted(told) + " comes in a form for sparse files, not known here");
        }
        records.keySet().removeAll(OWN);
        give(
                header.with(
                        whole.isEmpty() ? "./" : folder ? whole + "/" : whole,
                        link,
                        size,
                        records));
        content = size;
        padding = Header.padding(size);
        files += file ? 1 : 0;
    }

    private static long number(@Nullable String told, long otherwise) throws BadArchive {
        if (told == null) {
            return otherwise;
        }
        if (!told.matches("[0-9]{1,17}")) {
            throw new BadArchive("a number in the archive is none");
        }
        return Long.parseLong(told);
    }

    /** The parts of a name below the root. */
    private List<String> inside(String path, String told) throws BadArchive {
        List<String> parts = parts(path, told);
        if (path.startsWith("/") != absolute
                || parts.size() < root.size()
                || !parts.subList(0, root.size()).equals(root)) {
            throw outside(told);
        }
        return parts.subList(root.size(), parts.size());
    }

    private static List<String> parts(String path, String told) throws BadArchive {
        if (path.indexOf('\0') >= 0 || path.length() > LONGEST_NAME) {
            throw outside(told);
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                throw outside(told);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The first entry is the root; what its name is does not matter. */
    private void begin(Header header, Map<String, String> records, String told) throws BadArchive {
        if (header.type() != '5') {
            throw new BadArchive("the archive is not one of a folder");
        }
        absolute = told.startsWith("/");
        root = parts(told, told);
        owner =
                new Owner(
                        number(records.get("uid"), header.uid()),
                        number(records.get("gid"), header.gid()),
                        header.mode());
        begun = true;
    }

    /** Some write the ends of hard links as from the root. */
    private String hard(String told, String to) throws BadArchive {
        List<String> end = absolute && !to.startsWith("/") ? parts(to, told) : inside(to, told);
        for (int depth = 1; depth <= end.size(); depth++) {
            if (links.contains(String.join("/", end.subList(0, depth)))) {
                throw new BadArchive(quoted(told) + " in the archive leads through another link");
            }
        }
        if (end.isEmpty()) {
            throw outside(told);
        }
        return String.join("/", end);
    }

    /**
     * Steps upwards come first in it and end inside: since nothing is below a link, that is so
     * whatever the links on the way mean.
     */
    private String symbolic(String told, String whole, int depth, String to) throws BadArchive {
        if (to.isEmpty() || to.startsWith("/") || to.indexOf('\0') >= 0) {
            throw outside(told);
        }
        int upwards = 0;
        boolean down = false;
        for (String part : to.split("/", -1)) {
            if (part.equals("..")) {
                upwards++;
                if (down || upwards >= depth) {
                    throw outside(told);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                down = true;
            }
        }
        if (to.length() > LONGEST_NAME || links.size() == MOST_LINKS) {
            throw new BadArchive("the archive has too many links, or one that is too long");
        }
        links.add(whole);
        return to;
    }

    private static BadArchive outside(String told) {
        return new BadArchive(quoted(told) + " leads out of the volume");
    }

    private static String quoted(String name) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
