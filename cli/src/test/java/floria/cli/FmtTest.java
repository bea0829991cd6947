package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FmtTest {
    private static final String ODD = "a:\n    b:   1 # one\n";
    private static final String FORMED = "a:\n  b: 1 # one\n";

    @TempDir private Path folder;

    @Test
    void writesTheFormAndKeepsTheRights() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.yaml"), ODD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("odd.yaml"));

        Command.Outcome outcome = new Command(folder).run("fmt", "link.yaml");

        assertThat(outcome.out()).isEqualTo("✔ link.yaml was put into its form.\n");
        assertThat(outcome.code()).isZero();
        assertThat(file).hasContent(FORMED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(Files.isSymbolicLink(folder.resolve("link.yaml"))).isTrue();
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void checksWithoutWriting() throws IOException {
        Path odd = Files.writeString(folder.resolve("odd.yaml"), ODD);
        Files.writeString(folder.resolve("good.yaml"), FORMED);

        Command.Outcome outcome =
                new Command(folder).run("fmt", "--check", "--json", "good.yaml", "odd.yaml");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        {"file":"good.yaml","changed":false}
                        {"file":"odd.yaml","changed":true}
                        """);
        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(odd).hasContent(ODD);
    }

    @Test
    void goesOnAfterAFileThatIsNotYamlAndOneThatIsNotThere() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [");
        Path odd = Files.writeString(folder.resolve("odd.yaml"), ODD);

        Command.Outcome outcome =
                new Command(folder).run("fmt", "broken.yaml", "none.yaml", "odd.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("broken.yaml is not YAML", "floria validate broken.yaml")
                .contains("no file none.yaml");
        assertThat(broken).hasContent("a: [");
        assertThat(odd).hasContent(FORMED);
    }

    @Test
    void printsWhatATemplateMeansInOneForm() throws IOException {
        String text =
                """
                tosca_definitions_version: tosca_2_0
                node_types:
                  Thing: { properties: { size: { type: integer, default: 3 } } }
                service_template: { node_templates: { one: { type: Thing } } }
                """;
        Path file = Files.writeString(folder.resolve("thing.yaml"), text);

        Command.Outcome outcome = new Command(folder).run("fmt", "--canonical", "thing.yaml");

        assertThat(outcome.out())
                .endsWith(
                        """
                        service_template:
                          node_templates:
                            one:
                              type: Thing
                              properties:
                                size: 3
                        """);
        assertThat(file).hasContent(text);
    }
}
