package floria.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * People who are signed in to the portal. A session is a token of its own that ends, so that the
 * token of the server never gets into a browser; a code stands for a user for a minute and works
 * once, so that it may be part of an address. Both are kept in memory as hashes: a server that is
 * started again knows nobody. Safe for use by many threads.
 */
public final class Sessions implements SignIn {
    static final Duration CODE_LIFE = Duration.ofMinutes(1);
    static final Duration LIFE = Duration.ofHours(12);

    /** Of each kind; the oldest go first. */
    private static final int MOST = 1000;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, Entry> codes = new LinkedHashMap<>();
    private final Map<String, Entry> tokens = new LinkedHashMap<>();

    private record Entry(User user, Instant end) {}

    /** A secret that was given out; it is known to nobody else. */
    public record Issued(String secret, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    public Sessions(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A code that opens one session for the user. */
    public synchronized Issued code(User user) {
        return issue(codes, user, CODE_LIFE);
    }

    /** The session of whoever has the code; empty when it was used, has ended or never was. */
    public synchronized Optional<Issued> open(String code) {
        return Optional.ofNullable(codes.remove(hash(code)))
                .filter(this::isLive)
                .map(entry -> open(entry.user()));
    }

    /** A session of a user who is known already. */
    public synchronized Issued open(User user) {
        return issue(tokens, user, LIFE);
    }

    /** Ends a session, if the token is that of one. */
    public synchronized void close(String token) {
        tokens.remove(hash(token));
    }

    @Override
    public synchronized Optional<User> user(String token) {
        return Optional.ofNullable(tokens.get(hash(token))).filter(this::isLive).map(Entry::user);
    }

    private Issued issue(Map<String, Entry> kept, User user, Duration life) {
        kept.values().removeIf(entry -> !isLive(entry));
        if (kept.size() >= MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant end = clock.instant().plus(life);
        kept.put(hash(secret), new Entry(user, end));
        return new Issued(secret, end);
    }

    private boolean isLive(Entry entry) {
        return clock.instant().isBefore(entry.end());
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
