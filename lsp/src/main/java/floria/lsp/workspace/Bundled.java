package floria.lsp.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

import floria.profiles.Profiles;
import floria.tosca.source.Source;
import floria.tosca.types.Catalogue;

/**
 * The files that Floria brings, as files that any editor can open: written to a folder when they
 * are first asked for, read-only, under a name that changes with their content.
 */
final class Bundled {
    private static final String SCHEME = "profile:";

    private final Path folder;

    Bundled(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The file at an address such as {@code profile:floria/profile.yaml}. */
    static Optional<Source> source(String address) {
        return address.startsWith(SCHEME)
                ? Catalogue.source(address).or(() -> new Profiles().resolve("", address))
                : Optional.empty();
    }

    /** Where an editor finds the file at an address. */
    Optional<Path> file(String address) {
        return source(address).map(this::written);
    }

    /** The address of a file in the folder. */
    Optional<String> address(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (!path.startsWith(folder) || path.getNameCount() < folder.getNameCount() + 2) {
            return Optional.empty();
        }
        Path inside = path.subpath(folder.getNameCount() + 1, path.getNameCount());
        return Optional.of(SCHEME + inside.toString().replace('\\', '/'))
                .filter(address -> source(address).isPresent());
    }

    private Path written(Source source) {
        byte[] bytes = source.bytes();
        String content = HexFormat.of().toHexDigits(fingerprint(bytes));
        Path file = folder.resolve(content).resolve(source.address().substring(SCHEME.length()));
        if (Files.exists(file)) {
            return file;
        }
        Path parent = java.util.Objects.requireNonNull(file.getParent());
        try {
            Files.createDirectories(parent);
            Path fresh = Files.createTempFile(parent, ".", ".new");
            Files.write(fresh, bytes);
            if (!fresh.toFile().setReadOnly()) {
                throw new IOException("cannot write-protect " + fresh);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException _) {
            // Another server was faster, with the same content.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a profile to " + parent, e);
        }
        return file;
    }

    /** FNV-1a: names need to differ by content, and nobody gains from making them equal. */
    private static long fingerprint(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
