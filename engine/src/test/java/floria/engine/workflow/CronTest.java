package floria.engine.workflow;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CronTest {

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *, 2026-03-02T09:00:00Z, 2026-03-03T03:00:00Z",
        "0 3 * * *, 2026-03-03T03:00:00Z, 2026-03-04T03:00:00Z",
        "*/15 8-9 * * *, 2026-03-02T08:46:10Z, 2026-03-02T09:00:00Z",
        "'5,50 * * * *', 2026-03-02T09:05:00Z, 2026-03-02T09:50:00Z",
        "0 12 * * mon-fri, 2026-03-06T12:00:00Z, 2026-03-09T12:00:00Z",
        "0 0 * * 0, 2026-03-02T00:00:00Z, 2026-03-08T00:00:00Z",
        "0 0 13 * 5, 2026-03-02T00:00:00Z, 2026-03-06T00:00:00Z",
        "0 0 29 2 *, 2026-03-02T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 3 * * * Europe/Rome, 2026-07-01T09:00:00Z, 2026-07-02T01:00:00Z",
        "30 2 29 3 * Europe/Rome, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z"
    })
    void findsTheNextMoment(String text, Instant after, Instant expected) {
        assertThat(Cron.of(text).next(after)).contains(expected);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(Cron.of("0 0 31 2 *").next(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "x * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "1/2/3 * * * *",
                "* * * * * Mars/Base",
                "1,, * * * *"
            })
    void refusesWhatMeansNoMoment(String text) {
        assertThatThrownBy(() -> Cron.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
