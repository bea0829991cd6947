package floria.profiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the scripts do before they touch anything; the examples run them whole. */
class OperationScriptsTest {
    private static final Path FILES = Path.of("src/main/resources/floria/profiles/floria");

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource
    void isPlainShell(Path script) throws Exception {
        assertThat(run(List.of("sh", "-n", script.toString()), Map.of())).isEmpty();
    }

    static Stream<Path> isPlainShell() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files
                    .filter(file -> file.toString().endsWith(".sh"))
                    .map(Path::toAbsolutePath)
                    .toList()
                    .stream();
        }
    }

    @Test
    void findsAPythonAndPutsItFirst() throws Exception {
        Path output = folder.resolve("output");

        String log =
                run(
                        "python/create.sh",
                        Map.of("packages", "[\"json\",\"http.server\"]", "FLORIA_OUTPUT", output));

        assertThat(log).contains("Python 3").contains("with json http.server");
        assertThat(output).content().contains("search_path=" + folder.toRealPath() + "/bin:");
        assertThat(run(List.of(folder + "/bin/python3", "-c", "print(6 * 7)"), Map.of()))
                .isEqualTo("42\n");
    }

    @ParameterizedTest
    @CsvSource({
        "python/create.sh, packages, '[\"os;id\"]', \"os;id\" is not the name of a Python module",
        "jupyter/create.sh, interface, emacs, \"emacs\" is none of any",
        "jupyter/run.sh, python, python3, server: is not set",
        "jupyterhub/create.sh, packages, '[\"os;id\"]', \"os;id\" is not the name of a Python module",
        "jupyterhub/run.sh, python, python3, proxy: is not set",
        "postgresql/configure.sh, database, app, program_folder: is not set",
        "moosefs/server-configure.sh, bind_host, 127.0.0.1, bind_port: is not set",
        "moosefs/mount-run.sh, location, /mnt, master_host: is not set",
        "postgresql/run.sh, bind_host, 127.0.0.1, program_folder: is not set",
    })
    void saysWhatIsWrongInOneLine(String script, String name, String value, String message)
            throws Exception {
        String log = run(script, Map.of(name, value, "FLORIA_OUTPUT", folder.resolve("output")));

        assertThat(log.lines().toList()).singleElement().asString().contains(message);
        assertThat(folder.resolve("output")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /srv/data/db, /srv/data/db",
        "/here/mounts, /srv/data/db, /here/mounts/srv/data/db",
        "/here/mounts, data, $PWD/data",
    })
    void keepsTheDatabaseOnItsVolumeWhereverThatIs(String mounts, String given, String expected)
            throws Exception {
        Path server = FILES.resolve("postgresql/server.sh").toAbsolutePath();

        String said =
                run(
                        List.of("sh", "-c", ". \"$0\"; postgresql_data", server.toString()),
                        Map.of("FLORIA_MOUNTS", mounts, "data_folder", given));

        assertThat(said.strip())
                .isEqualTo(expected.replace("$PWD", folder.toRealPath().toString()));
    }

    private String run(String script, Map<String, ?> environment) throws Exception {
        Path file = FILES.resolve(script).toAbsolutePath();
        return run(List.of("bash", file.toString()), environment);
    }

    private String run(List<String> command, Map<String, ?> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("FLORIA_FILES", FILES.toAbsolutePath().toString());
        environment.forEach((name, value) -> builder.environment().put(name, value.toString()));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String log = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return log;
    }
}
