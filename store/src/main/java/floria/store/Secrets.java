package floria.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

import com.google.crypto.tink.Aead;
import org.jspecify.annotations.Nullable;

import floria.engine.state.StoreException;

/**
 * Encrypts what is secret, bound to the installation and its owner (a deployment, a webhook), so
 * that a text that is moved elsewhere does not open. The key is read, or made, when the first
 * secret is, and a text sealed with it is kept in the store as the proof by which a wrong key is
 * told from a right one. Safe for use by many threads.
 */
final class Secrets {
    private static final String PROVEN = "the key of this store";

    private final KeyFile file;
    private final String installation;
    private final Supplier<Optional<String>> storedProof;
    private @Nullable Aead key;

    Secrets(KeyFile file, String installation, Supplier<Optional<String>> storedProof) {
        this.file = file;
        this.installation = installation;
        this.storedProof = storedProof;
    }

    /** Encrypts; the first call in the life of a store makes its key. */
    String seal(String owner, String text) {
        return encrypt(key(true), "deployment/" + owner, text);
    }

    /** Fails when {@code sealed} was not made by {@link #seal} for this owner. */
    String open(String owner, String sealed) {
        return decrypt(key(false), "deployment/" + owner, sealed)
                .orElseThrow(() ->
                        new StoreException(
                                "a secret of "
                                        + owner
                                        + " cannot be decrypted: its record is damaged;"
                                        + " restore a backup of the store"));
    }

    /** What the store keeps from the first secret on. */
    String proof() {
        return encrypt(key(true), "proof", PROVEN);
    }

    private synchronized Aead key(boolean mayBeNew) {
        if (key != null) {
            return key;
        }
        Optional<String> proof = storedProof.get();
        Optional<Aead> found = file.read();
        if (found.isEmpty() && (proof.isPresent() || !mayBeNew)) {
            throw new StoreException(
                    "the key of the store's secrets is missing: there is no "
                            + file.path()
                            + "; restore it from a backup, for without it the secrets cannot be"
                            + " read");
        }
        if (found.isEmpty()) {
            file.create();
            found = file.read();
        }
        Aead read =
                found.orElseThrow(
                        () -> new StoreException(file.path() + " was removed while it was made"));
        proof.ifPresent(text -> check(read, text));
        key = read;
        return read;
    }

    /** Refuses to go on with a key that is not the one of this proof. */
    void check(String proof) {
        check(key(false), proof);
    }

    private void check(Aead with, String proof) {
        if (!decrypt(with, "proof", proof).equals(Optional.of(PROVEN))) {
            throw new StoreException(
                    file.path()
                            + " is not the key with which this store's secrets were encrypted;"
                            + " restore the right one from a backup");
        }
    }

    private String encrypt(Aead with, String purpose, String text) {
        try {
            byte[] sealed = with.encrypt(text.getBytes(StandardCharsets.UTF_8), context(purpose));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new StoreException("a secret could not be encrypted", e);
        }
    }

    private Optional<String> decrypt(Aead with, String purpose, String sealed) {
        try {
            byte[] opened = with.decrypt(Base64.getDecoder().decode(sealed), context(purpose));
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] context(String purpose) {
        return ("floria/" + installation + "/" + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
