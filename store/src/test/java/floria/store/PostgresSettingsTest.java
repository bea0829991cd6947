package floria.store;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.engine.state.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/floria?user=anna&password=geheim",
                "jdbc:postgresql://anna:geheim@db/floria",
                "jdbc:mysql://db/floria?x=geheim",
                "postgres://geheim@db/floria"
            })
    void refusesWhatIsNoAddressWithoutShowingAPassword(String url) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new PostgresSettings(url, Optional.empty(), Optional.empty()))
                .withMessageNotContaining("geheim");
    }

    @Test
    void showsNeitherPasswordNorSettings() {
        PostgresSettings settings =
                new PostgresSettings(
                        "jdbc:postgresql://db:5433/floria?sslmode=require",
                        Optional.of("anna"),
                        Optional.of("geheim"));
        assertThat(settings).hasToString("the database postgresql://db:5433/floria");
    }
}
