package floria.server.security;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import floria.engine.state.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/** How long people stay signed in. */
final class SessionsTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Sessions sessions = new Sessions(now::get, new SecureRandom());
    private final User user = new User(Scope.LOCAL);

    @Test
    void aCodeLivesForAMinute() {
        Sessions.Issued code = sessions.code(user);
        pass(Sessions.CODE_LIFE);

        assertThat(sessions.open(code.secret())).isEmpty();
    }

    @Test
    void aSessionEnds() {
        String token = sessions.open(user).secret();
        assertThat(sessions.user(token)).contains(user);
        pass(Sessions.LIFE);

        assertThat(sessions.user(token)).isEmpty();
    }

    @Test
    void aCodeIsNoToken() {
        assertThat(sessions.user(sessions.code(user).secret())).isEmpty();
        assertThat(sessions.open(sessions.open(user).secret())).isEmpty();
    }

    @Test
    void keepsNoEndOfCodes() {
        String first = sessions.code(user).secret();
        for (int i = 0; i < 1000; i++) {
            sessions.code(user);
        }

        assertThat(sessions.open(first)).isEmpty();
    }

    @Test
    void showsNoSecretWhenItIsPrinted() {
        Sessions.Issued code = sessions.code(user);

        assertThat(code.toString()).doesNotContain(code.secret());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
