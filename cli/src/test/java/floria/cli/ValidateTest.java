package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;

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

        Command.Outcome outcome = new Command(folder).run("validate", "none.yaml", "good.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("There is no file none.yaml.", "✔ good.yaml is valid.")
                .endsWith("1 valid, 1 not.\n");
    }

    @Test
    void printsOneObjectAFileAsJson() throws IOException {
        write("good.yaml", Scripts.TEMPLATE);
        write("wrong.yaml", WRONG);

        Command.Outcome outcome =
                new Command(folder).run("validate", "--json", "good.yaml", "wrong.yaml", "none");

        List<JsonNode> lines = outcome.out().lines().map(Json::parse).toList();
        assertThat(lines)
                .extracting(line -> line.path("valid").asBoolean())
                .containsExactly(true, false, false);
        assertThat(Json.text(lines.get(1).path("problems").path(0), "file"))
                .isEqualTo("wrong.yaml");
        assertThat(lines.get(1).path("problems").path(0).path("line").asInt(0)).isEqualTo(5);
    }

    @Test
    void refusesFilesOutsideOfTheTemplatesFolder() throws IOException {
        write("secret.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n");
        write(
                "sub/reaching.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - ../secret.yaml
                """);

        Command.Outcome outcome = new Command(folder).run("validate", "sub/reaching.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("sub/reaching.yaml refers to ../secret.yaml, outside of")
                .contains("Put the file beside the template");
    }

    @Test
    void refusesLinksThatLeadOutOfTheTemplatesFolder() throws IOException {
        write("secret.yaml", "tosca_definitions_version: tosca_simple_yaml_1_0\n");
        write(
                "sub/reaching.yaml",
                """
                tosca_definitions_version: tosca_simple_yaml_1_0
                imports:
                  - innocent.yaml
                """);
        Files.createSymbolicLink(folder.resolve("sub/innocent.yaml"), Path.of("../secret.yaml"));

        assertThat(new Command(folder).run("validate", "sub/reaching.yaml").out())
                .contains("refers to innocent.yaml, outside of");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
