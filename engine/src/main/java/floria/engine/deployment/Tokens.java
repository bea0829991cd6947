package floria.engine.deployment;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets that nobody guesses: 192 random bits in the URL-safe alphabet. */
public final class Tokens {
    private final SecureRandom random;

    public Tokens(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
