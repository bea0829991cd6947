package floria.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final Map<String, Entry> tickets = new LinkedHashMap<>();
    private final Map<String, List<Runnable>> endings = new HashMap<>();

    /**
     * @param session the hash of the session that this was made from; empty where it has none
     */
    private record Entry(User user, Instant end, String session) {}

    /** What a ticket lets in: a user, for as long as the session lasts that asked for it. */
    public final class Admission {
        private final User user;
        private final String session;

        private Admission(User user, String session) {
            this.user = user;
            this.session = session;
        }

        public User user() {
            return user;
        }

        /** Whether the session is there still. */
        public boolean isLive() {
            synchronized (Sessions.this) {
                Entry entry = tokens.get(session);
                return session.isEmpty() || (entry != null && Sessions.this.isLive(entry));
            }
        }

        /** Has something done when the user signs out; at once, where that has happened. */
        public void whenSignedOut(Runnable ending) {
            synchronized (Sessions.this) {
                if (isLive()) {
                    endings.computeIfAbsent(session, _ -> new ArrayList<>()).add(ending);
                    return;
                }
            }
            ending.run();
        }

        /** What was to be done need not be any more. */
        public void forget(Runnable ending) {
            synchronized (Sessions.this) {
                endings.computeIfPresent(
                        session,
                        (_, all) -> {
                            all.remove(ending);
                            return all.isEmpty() ? null : all;
                        });
            }
        }
    }

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
        return issue(codes, user, CODE_LIFE, "");
    }

    /** The session of whoever has the code; empty when it was used, has ended or never was. */
    public synchronized Optional<Issued> open(String code) {
        return Optional.ofNullable(codes.remove(hash(code)))
                .filter(this::isLive)
                .map(entry -> open(entry.user()));
    }

    /** A session of a user who is known already. */
    public synchronized Issued open(User user) {
        return issue(tokens, user, LIFE, "");
    }

    /**
     * A ticket for one connection that cannot carry a token, such as a browser's WebSocket.
     *
     * @param token what the user asks with: the connection ends when that is a session and ends
     */
    public synchronized Issued ticket(User user, String token) {
        String session = hash(token);
        return issue(tickets, user, CODE_LIFE, tokens.containsKey(session) ? session : "");
    }

    /** What a ticket stands for; empty when it was used, has ended or never was. */
    public synchronized Optional<Admission> admit(String ticket) {
        return Optional.ofNullable(tickets.remove(hash(ticket)))
                .filter(this::isLive)
                .map(entry -> new Admission(entry.user(), entry.session()))
                .filter(Admission::isLive);
    }

    /** Ends a session, if the token is that of one, and what hangs on it. */
    public void close(String token) {
        List<Runnable> ends;
        synchronized (this) {
            String session = hash(token);
            tokens.remove(session);
            ends = Objects.requireNonNullElse(endings.remove(session), List.of());
        }
        ends.forEach(Runnable::run);
    }

    @Override
    public synchronized Optional<User> user(String token) {
        return Optional.ofNullable(tokens.get(hash(token))).filter(this::isLive).map(Entry::user);
    }

    private Issued issue(Map<String, Entry> kept, User user, Duration life, String session) {
        kept.values().removeIf(entry -> !isLive(entry));
        if (kept.size() >= MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant end = clock.instant().plus(life);
        kept.put(hash(secret), new Entry(user, end, session));
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
