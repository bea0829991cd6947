package floria.site.slurm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Web Token for the REST daemon, asked for again before it runs out. Safe for many threads;
 * its text is in no message.
 */
public final class Token {
    private static final Duration EARLY = Duration.ofSeconds(30);

    private final Supplier<String> source;
    private final InstantSource clock;
    private Optional<String> last = Optional.empty();

    /**
     * @param source answers a token that is valid for a while; asked again when that is over
     */
    public Token(Supplier<String> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** One that should be valid. */
    synchronized String get() {
        if (last.isEmpty() || over(last.get(), clock.instant().plus(EARLY))) {
            last = Optional.of(source.get().strip());
        }
        return last.get();
    }

    /** Another one, because this was refused. */
    synchronized void refused(String token) {
        if (last.filter(token::equals).isPresent()) {
            last = Optional.empty();
        }
    }

    /** Whether it says itself that it is no longer valid, or is no token at all. */
    boolean useless(String token) {
        return expiry(token).isEmpty() || over(token, clock.instant());
    }

    private static boolean over(String token, Instant now) {
        return expiry(token).map(end -> end.isBefore(now)).orElse(false);
    }

    private static Optional<Instant> expiry(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            String claims =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            long seconds = JsonMapper.shared().readTree(claims).path("exp").asLong(0);
            return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Token";
    }
}
