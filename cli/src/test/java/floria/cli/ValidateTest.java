package floria.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ValidateTest {
    private static final String WRONG =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            topology_template:
              node_templates:
                box:
                  type: tosca.nodes.Computer
                net:
                  type: tosca.nodes.Nothing
            """;

    private static final String FOLLOWING =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ none.yaml ]
            topology_template:
              node_templates:
                box: { type: my.Thing }
                net: { type: my.Thing }
            """;

    @TempDir private Path folder;

    @Test
    void aGoodTemplateIsValid() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);

        Command.Outcome outcome = new Command(folder).run("validate", "good.yaml");

        assertThat(outcome.out()).isEqualTo("✔ good.yaml is valid.\n");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void showsAllMistakesUnderTheNameThatWasGiven() throws IOException {
        write("sub/wrong.yaml", WRONG);

        Command.Outcome outcome = new Command(folder).run("validate", "sub/wrong.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("sub/wrong.yaml:5:", "tosca.nodes.Computer", "^^^^")
                .contains("sub/wrong.yaml:7:", "tosca.nodes.Nothing")
                .endsWith("✖ sub/wrong.yaml is not valid: 2 errors.\n");
    }

    @Test
    void checksTheOtherFilesWhenOneIsMissing() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);

        Command.Outcome outcome =
                new Command(folder).run("validate", "none.yaml", ".", "good.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("none.yaml is not checked: there is no such file")
                .contains(". is not checked: it is a folder")
                .contains("✔ good.yaml is valid.")
                .endsWith("1 valid, 2 not.\n");
    }

    @Test
    void printsOneObjectAFileAsJson() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);
        write("wrong.yaml", WRONG);

        Command.Outcome outcome =
                new Command(folder).run("validate", "--json", "good.yaml", "wrong.yaml", "none");

        List<JsonNode> lines = outcome.out().lines().map(Json::parse).toList();
        assertThat(lines)
                .extracting(line -> Json.text(line, "file"))
                .containsExactly("good.yaml", "wrong.yaml", "none");
        assertThat(lines)
                .extracting(line -> line.path("valid").asBoolean())
                .containsExactly(true, false, false);
        assertThat(Json.text(lines.get(1).path("problems").path(0), "file"))
                .isEqualTo("wrong.yaml");
        assertThat(lines.get(1).path("problems").path(0).path("line").asInt(0)).isEqualTo(5);
        assertThat(Json.text(lines.get(2).path("problems").path(0), "code"))
                .isEqualTo("unreadable-file");
    }

    @Test
    void takesWhatIsToleratedForAnErrorIfAskedTo() throws IOException {
        write(
                "named.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - types: types.yaml
                """);
        write("types.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n");

        Command.Outcome lenient = new Command(folder).run("validate", "named.yaml");
        Command.Outcome strict = new Command(folder).run("validate", "--strict", "named.yaml");

        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).endsWith("✔ named.yaml is valid: 1 warning.\n");
        assertThat(strict.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(strict.out()).endsWith("✖ named.yaml is not valid: 1 error.\n");
    }

    @Test
    void asksForNoValueOfAnInput() throws IOException {
        write(
                "asking.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  inputs:
                    size: { type: integer, required: true }
                """);

        assertThat(new Command(folder).run("validate", "asking.yaml").out())
                .isEqualTo("✔ asking.yaml is valid.\n");
    }

    @Test
    void followsReferencesWhereverTheyLead() throws IOException {
        write("types.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\nnode_type: {}\n");
        write(
                "sub/reaching.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - ../types.yaml
                """);

        assertThat(new Command(folder).run("validate", "sub/reaching.yaml").out())
                .startsWith("types.yaml:2:1: error:")
                .contains("2 | node_type: {}");
        assertThat(
                        new Command(folder)
                                .run("validate", folder.resolve("sub/reaching.yaml").toString())
                                .out())
                .startsWith(folder.resolve("types.yaml") + ":2:1: error:");
    }

    @Test
    void checksAnArchive() throws IOException {
        Files.write(
                folder.resolve("web.csar"),
                zip(
                        Map.of(
                                "TOSCA.meta",
                                "CSAR-Version: 2.0\nEntry-Definitions: in/wrong.yaml\n",
                                "in/wrong.yaml",
                                WRONG)));

        Command.Outcome outcome = new Command(folder).run("validate", "web.csar");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("web.csar!/in/wrong.yaml:5:", "tosca.nodes.Computer", "^^^^")
                .endsWith("✖ web.csar is not valid: 2 errors.\n");
    }

    @Test
    void printsOneSarifDocumentForAllFiles() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);
        write("a folder/wrong.yaml", WRONG);

        Command.Outcome outcome =
                new Command(folder).run("validate", "--sarif", "good.yaml", "a folder/wrong.yaml");

        JsonNode run = Json.parse(outcome.out()).path("runs").path(0);
        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(run.at("/tool/driver/rules").values())
                .extracting(rule -> Json.text(rule, "id"))
                .containsExactly("unknown-type");
        JsonNode result = run.path("results").path(0);
        assertThat(run.path("results").size()).isEqualTo(2);
        assertThat(Json.text(result, "level")).isEqualTo("error");
        assertThat(Json.text(result, "ruleId")).isEqualTo("unknown-type");
        JsonNode place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asString()).isEqualTo("a%20folder/wrong.yaml");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(5);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(13);
        assertThat(place.at("/region/endColumn").asInt()).isEqualTo(33);
    }

    @Test
    void countsWhatFollowsFromAnotherProblem() throws IOException {
        write("t.yaml", FOLLOWING);

        Command.Outcome outcome = new Command(folder).run("validate", "t.yaml");

        assertThat(outcome.out())
                .contains("t.yaml:2:12: error: cannot import 'none.yaml'")
                .contains("  and 2 problems follow from it, at 5:18, 6:18\n")
                .doesNotContain("my.Thing")
                .endsWith("✖ t.yaml is not valid: 1 error, 2 follow from them (--all).\n");
        assertThat(new Command(folder).run("validate", "--all", "t.yaml").out())
                .contains("t.yaml:5:18: error: there is no node type 'my.Thing'")
                .contains("  = follows from t.yaml:2:12 [import-not-found]\n")
                .endsWith("✖ t.yaml is not valid: 3 errors.\n");
    }

    @Test
    void namesTheCauseAsJsonAndPrintsCausesAloneAsSarif() throws IOException {
        write("t.yaml", FOLLOWING);

        JsonNode problems =
                Json.parse(new Command(folder).run("validate", "--json", "t.yaml").out())
                        .path("problems");
        JsonNode results =
                Json.parse(new Command(folder).run("validate", "--sarif", "t.yaml").out())
                        .at("/runs/0/results");

        assertThat(problems.size()).isEqualTo(3);
        assertThat(problems.path(0).has("cause")).isFalse();
        assertThat(problems.path(2).path("cause").toString())
                .isEqualTo(
                        "{\"code\":\"import-not-found\",\"file\":\"t.yaml\",\"line\":2,\"column\":12}");
        assertThat(results.values())
                .extracting(result -> Json.text(result, "ruleId"))
                .containsExactly("import-not-found");
    }

    @Test
    void printsASarifDocumentWithoutResultsForGoodFiles() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);

        Command.Outcome outcome = new Command(folder).run("validate", "--sarif", "good.yaml");

        assertThat(outcome.code()).isZero();
        JsonNode log = Json.parse(outcome.out());
        assertThat(Json.text(log, "version")).isEqualTo("2.1.0");
        assertThat(log.at("/runs/0/results").isArray()).isTrue();
        assertThat(log.at("/runs/0/results").isEmpty()).isTrue();
    }

    @Test
    void refusesToSendFilesOutsideOfTheTemplatesFolder() throws IOException {
        write("secret.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n");
        write(
                "sub/reaching.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - ../secret.yaml
                """);

        Command.Outcome outcome = new Command(folder).run("plan", "sub/reaching.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err())
                .contains("sub/reaching.yaml refers to ../secret.yaml, outside of")
                .contains("Put the file beside the template");
    }

    @Test
    void refusesToSendLinksThatLeadOutOfTheTemplatesFolder() throws IOException {
        write("secret.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n");
        write(
                "sub/reaching.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - innocent.yaml
                """);
        Files.createSymbolicLink(folder.resolve("sub/innocent.yaml"), Path.of("../secret.yaml"));

        assertThat(new Command(folder).run("plan", "sub/reaching.yaml").err())
                .contains("refers to innocent.yaml, outside of");
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
