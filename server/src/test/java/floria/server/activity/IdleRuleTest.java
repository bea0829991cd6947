package floria.server.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import floria.engine.state.Deployment.Status;
import floria.server.fake.MemoryDeployments;

import static org.assertj.core.api.Assertions.assertThat;

final class IdleRuleTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Activity activity = new Activity(now::get);
    private final MemoryDeployments deployments = new MemoryDeployments();
    private final IdleRule rule = new IdleRule(activity, deployments, LIMIT);

    @Test
    void isIdleOnceTheLimitHasPassedWithoutRequests() {
        pass(LIMIT.minusMillis(1));
        assertThat(rule.isIdle()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(rule.isIdle()).isTrue();
    }

    @Test
    void countsFromTheEndOfTheLastRequest() {
        activity.begin();
        pass(LIMIT.multipliedBy(3));
        assertThat(rule.isIdle()).isFalse();
        activity.end();
        assertThat(rule.isIdle()).isFalse();
        pass(LIMIT);
        assertThat(rule.isIdle()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEPLOYING", "RUNNING", "DELETING"})
    void staysWithALiveDeployment(Status status) {
        deployments.add("live", status);
        for (int i = 0; i < 450; i++) {
            deployments.add("dead-" + i, Status.FAILED); // more than a page of newer ones
        }
        pass(LIMIT);

        assertThat(rule.isIdle()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "CANCELLED", "DELETE_FAILED", "DATA_KEPT", "DELETED"})
    void goesWithDeploymentsThatNobodyWorksOn(Status status) {
        deployments.add("dead", status);
        pass(LIMIT);

        assertThat(rule.isIdle()).isTrue();
    }

    @Test
    void looksOftenEnough() {
        assertThat(IdleStop.pause(LIMIT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(IdleStop.pause(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(1));
        assertThat(IdleStop.pause(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(100));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
