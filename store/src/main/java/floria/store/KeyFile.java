package floria.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import floria.engine.state.StoreException;

/** The file with the key of a store's secrets, readable by its owner only. */
record KeyFile(Path path) {

    /** The key in the file, if there is one. */
    Optional<Aead> read() {
        try {
            String text = Files.readString(path);
            KeysetHandle keys =
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            text, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            return Optional.of(keys.getPrimitive(AeadConfig2026.get(), Aead.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            // Without the cause, which may quote the file.
            throw new StoreException(
                    "the key of the secrets in "
                            + path
                            + " cannot be read: the file is damaged; restore it from a backup");
        } catch (IOException e) {
            throw new StoreException(
                    "the key of the secrets in "
                            + path
                            + " cannot be read ("
                            + e
                            + "); check that this user may read the file",
                    e);
        }
    }

    /**
     * Makes a key unless another process was faster; it is on disk and complete when it appears
     * under its name.
     */
    void create() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new StoreException(path + " is in no folder");
        }
        try {
            KeysetHandle keys =
                    KeysetHandle.generateNew(
                            PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            String text =
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            keys, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            Path draft =
                    Files.createTempFile(
                            folder, "secrets", ".new", StateFolder.readableByOwner("rw-------"));
            try {
                writeAndSync(draft, text);
                Files.createLink(path, draft);
            } catch (FileAlreadyExistsException _) {
                // The key of the faster process serves both.
            } finally {
                Files.delete(draft);
            }
            StateFolder.sync(folder);
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException(
                    "the key of the secrets could not be written to "
                            + path
                            + " ("
                            + e
                            + "); check that the folder may be written and has space",
                    e);
        }
    }

    private static void writeAndSync(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
