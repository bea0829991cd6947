package floria.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.server.home.StartFailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class OptionsTest {
    @Test
    void hasADefaultForEverything() {
        Options options = Options.parse(List.of(), Map.of("XDG_STATE_HOME", "/state"));

        assertThat(options.home()).isEqualTo(Path.of("/state/floria"));
        assertThat(options.port()).isZero();
        assertThat(options.idleStop()).contains(Duration.ofMinutes(10));
    }

    @Test
    void putsTheCommandLineOverTheEnvironment() {
        Map<String, String> environment =
                Map.of("FLORIA_HOME", "/a", "FLORIA_PORT", "1000", "FLORIA_IDLE_STOP", "5s");

        Options given = Options.parse(List.of(), environment);
        assertThat(given.home()).isEqualTo(Path.of("/a"));
        assertThat(given.port()).isEqualTo(1000);
        assertThat(given.idleStop()).contains(Duration.ofSeconds(5));
        Options options =
                Options.parse(
                        List.of("--home=/b", "--port", "2000", "--idle-stop", "off"), environment);
        assertThat(options.home()).isEqualTo(Path.of("/b"));
        assertThat(options.port()).isEqualTo(2000);
        assertThat(options.idleStop()).isEmpty();
    }

    @Test
    void takesThePasswordOfTheDatabaseFromAFileOrTheEnvironment(@TempDir Path folder)
            throws Exception {
        String address = "jdbc:postgresql://db.example.org/floria?sslmode=require";
        Path file = Files.writeString(folder.resolve("password"), "from the file\n");
        Map<String, String> environment =
                Map.of("FLORIA_DATABASE_USER", "anna", "FLORIA_DATABASE_PASSWORD", "from outside");
        Map<String, String> withFile = new HashMap<>(environment);
        withFile.put("FLORIA_DATABASE_PASSWORD_FILE", file.toString());
        withFile.put("FLORIA_DATABASE", address);

        Options options = Options.parse(List.of("--database", address), environment);

        assertThat(options.database())
                .contains(
                        new Options.Database(
                                address, Optional.of("anna"), Optional.of("from outside")));
        assertThat(options.environment().values()).doesNotContain("from outside");
        assertThat(options.toString() + options.database()).doesNotContain("from outside");
        assertThat(Options.parse(List.of(), withFile).database())
                .flatMap(Options.Database::password)
                .contains("from the file");
        assertThat(Options.parse(List.of(), Map.of()).database()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--colour=red",
                "home",
                "--port",
                "--port=99999",
                "--port=web",
                "--idle-stop=soon",
                "--database=mysql://db/floria",
                "--idle-stop=0s"
            })
    void refusesWhatItDoesNotUnderstand(String argument) {
        assertThatThrownBy(() -> Options.parse(List.of(argument), Map.of()))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(StartFailure.USAGE))
                .hasMessageContaining("--help");
    }
}
