package floria.site.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.shell.ShellChannel.Answer;

/**
 * Files that stay on a machine by the hash of their content, from which they are copied to their
 * places: a file travels once, however many deployments put it. One that arrives otherwise than it
 * left is thrown away.
 */
final class KeptFiles {
    /** To ask for a smaller one costs as much as to send it. */
    static final long SMALLEST = 64 << 10;

    private final ShellChannel channel;
    private final String store;

    KeptFiles(ShellChannel channel, String store) {
        this.channel = channel;
        this.store = store;
    }

    void put(String path, InputStream content, long size, String mode) {
        try {
            Path spool = Files.createTempFile("floria-put", "");
            try {
                put(path, spool, hash(content, spool), size, mode);
            } finally {
                Files.deleteIfExists(spool);
            }
        } catch (IOException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.INTERNAL,
                            Scope.RESOURCE,
                            "Floria could not read what is to be copied to "
                                    + path
                                    + ": "
                                    + e.getMessage()),
                    e);
        }
    }

    private void put(String path, Path spool, String hash, long size, String mode)
            throws IOException {
        Answer there = place(path, hash, mode, "", InputStream.nullInputStream());
        if (there.code() != ShellChannel.NOT_THERE) {
            there.orFault("write " + path);
            return;
        }
        try (InputStream content = Files.newInputStream(spool)) {
            place(path, hash, mode, Long.toString(size), content).orFault("write " + path);
        }
    }

    private Answer place(String path, String hash, String mode, String size, InputStream content) {
        return channel.call(
                Scripts.PLACE, List.of(store, hash, path, mode, size), content, ShellChannel.COPY);
    }

    private static String hash(InputStream content, Path spool) throws IOException {
        try (OutputStream to = Files.newOutputStream(spool);
                DigestOutputStream digest =
                        new DigestOutputStream(to, MessageDigest.getInstance("SHA-256"))) {
            content.transferTo(digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
