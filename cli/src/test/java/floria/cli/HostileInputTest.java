package floria.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Files that are no templates, or that are made to take memory and time. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileInputTest {
    private static final String HEAD = "tosca_definitions_version: tosca_simple_yaml_1_3\n";

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isAnsweredWithAClearProblem(String what, byte[] bytes, String code) throws IOException {
        Files.write(folder.resolve("file.yaml"), bytes);

        assertThat(problems("file.yaml"))
                .as(what)
                .extracting(problem -> Json.text(problem, "code"))
                .first()
                .isEqualTo(code);
    }

    static List<Arguments> files() {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        StringBuilder laughs = new StringBuilder(HEAD + "dsl_definitions:\n  a0: &a0 [lol]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("  a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        return List.of(
                arguments("nothing", new byte[0], "empty-file"),
                arguments("noise", noise, "not-utf8"),
                arguments("zeros", new byte[100_000], "invalid-yaml"),
                arguments("Latin 1", (HEAD + "description: é\n").getBytes(ISO_8859_1), "not-utf8"),
                arguments("UTF-16", ("\uFEFF" + HEAD).getBytes(UTF_16LE), "not-utf8"),
                arguments(
                        "a program", new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}, "invalid-yaml"),
                arguments(
                        "deep lists",
                        (HEAD + "dsl_definitions: " + "[".repeat(1_000_000)).getBytes(UTF_8),
                        "nested-too-deeply"),
                arguments(
                        "deep maps",
                        (HEAD + "dsl_definitions: " + "{a: ".repeat(200_000)).getBytes(UTF_8),
                        "nested-too-deeply"),
                arguments("aliases", laughs.toString().getBytes(UTF_8), "aliases-too-many"),
                arguments("a zip of nothing", "PK\3\4".getBytes(UTF_8), "unreadable-archive"));
    }

    @Test
    void doesNotReadAHugeFile() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("huge.yaml").toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        assertThat(problems("huge.yaml"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(Json.text(problem, "message")).contains("it has 3072 MB"));
    }

    @Test
    void doesNotWaitForADevice() {
        assertThat(problems("/dev/zero"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(Json.text(problem, "message")).contains("it is not a file"));
    }

    private List<JsonNode> problems(String file) {
        Command.Outcome outcome = new Command(folder).run("validate", "--json", file);

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        return List.copyOf(Json.parse(outcome.out()).path("problems").values());
    }
}
