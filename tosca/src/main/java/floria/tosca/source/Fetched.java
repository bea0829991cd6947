package floria.tosca.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Files of the web that were fetched before, in a folder: their contents by hash, and for each
 * address an entry that says which content it had. Never touches the network. What is damaged is as
 * if it were not there. Every write is whole or not at all, so that any number of programs may read
 * and write the folder at the same time.
 */
public final class Fetched implements Sources {
    /** More than any type file has. */
    public static final int LARGEST = 8 << 20;

    private static final long LARGEST_ENTRY = 64 << 10;

    private final Path folder;

    /**
     * @param folder which need not be there yet
     */
    public Fetched(Path folder) {
        this.folder = folder;
    }

    /**
     * What is known of an address.
     *
     * @param content SHA-256 of what was there, in hexadecimal
     * @param tag what the server named that content (RFC 9110 §8.8.3)
     * @param modified when it was changed last, in the words of the server
     */
    public record Entry(
            String address, String content, Optional<String> tag, Optional<String> modified) {}

    @Override
    public Optional<Source> resolve(String base, String reference) {
        return WebAddress.of(base, reference).flatMap(this::source);
    }

    /** The file that was at an address. */
    public Optional<Source> source(String address) {
        return entry(address)
                .flatMap(entry -> content(entry.content()))
                .map(bytes -> new Source(address, bytes));
    }

    /** Where on this machine the file of an address is, for those who want to look at it. */
    public Optional<Path> file(String address) {
        return entry(address).map(entry -> contentFile(entry.content()));
    }

    /** What is known of an address; empty unless its content is there, too. */
    public Optional<Entry> entry(String address) {
        try {
            Path file = entryFile(address);
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_ENTRY) {
                return Optional.empty();
            }
            Map<String, String> lines = new HashMap<>();
            for (String line : Files.readString(file).lines().toList()) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    lines.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            String content = lines.getOrDefault("content", "");
            boolean whole =
                    address.equals(lines.get("address"))
                            && content.matches("[0-9a-f]{64}")
                            && content(content).isPresent();
            return whole
                    ? Optional.of(
                            new Entry(
                                    address,
                                    content,
                                    Optional.ofNullable(lines.get("tag")),
                                    Optional.ofNullable(lines.get("modified"))))
                    : Optional.empty();
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /**
     * Keeps what was found at an address, in place of what was found there before.
     *
     * @throws IOException if the folder cannot be written to; then everything is as it was
     */
    public Entry keep(String address, byte[] bytes, Optional<String> tag, Optional<String> modified)
            throws IOException {
        Entry entry = new Entry(address, hash(bytes), line(tag), line(modified));
        if (content(entry.content()).isEmpty()) {
            write(contentFile(entry.content()), bytes);
        }
        StringBuilder text = new StringBuilder();
        text.append("address: ").append(address).append('\n');
        text.append("content: ").append(entry.content()).append('\n');
        entry.tag().ifPresent(value -> text.append("tag: ").append(value).append('\n'));
        entry.modified().ifPresent(value -> text.append("modified: ").append(value).append('\n'));
        write(entryFile(address), text.toString().getBytes(StandardCharsets.UTF_8));
        return entry;
    }

    private Optional<byte[]> content(String hash) {
        try {
            Path file = contentFile(hash);
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            return hash(bytes).equals(hash) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Path contentFile(String hash) {
        // With the extension, editors know what they show.
        return folder.resolve("files").resolve(hash + ".yaml");
    }

    private Path entryFile(String address) {
        return folder.resolve("addresses").resolve(hash(address.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(
                parent,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = Files.createTempFile(parent, ".", ".new");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        // An entry must not outlive, in a crash, the content that it names.
        try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** What a server says is only kept if it fits into a line. */
    private static Optional<String> line(Optional<String> text) {
        return text.filter(value ->
                value.length() <= 1_000
                        && !value.isBlank()
                        && value.chars().allMatch(c -> c >= ' ' && c < 0x7F));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
