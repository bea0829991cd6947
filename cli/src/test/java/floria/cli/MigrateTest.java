package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MigrateTest {
    private static final String OLD =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            # One machine.
            topology_template:
              node_templates:
                server: { type: Compute }  # short
            """;
    private static final String NEW =
            """
            tosca_definitions_version: tosca_2_0
            # One machine.
            service_template:
              node_templates:
                server: { type: tosca.nodes.Compute }  # short
            """;

    @TempDir private Path folder;

    @Test
    void printsTheTemplateInTheOtherVersion() throws IOException {
        Path old = Files.writeString(folder.resolve("old.yaml"), OLD);

        Command.Outcome outcome = new Command(folder).run("migrate", "old.yaml", "--to", "1.3");

        assertThat(outcome.out())
                .isEqualTo(
                        OLD.replace("yaml_1_0", "yaml_1_3")
                                .replace("Compute", "tosca.nodes.Compute"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(old).hasContent(OLD);
    }

    @Test
    void changesTheFileItself() throws IOException {
        Path old = Files.writeString(folder.resolve("old.yaml"), OLD);

        Command.Outcome outcome = new Command(folder).run("migrate", "old.yaml", "--write");

        assertThat(outcome.code()).isZero();
        assertThat(Files.readString(old).replaceFirst("(?s)imports:.*?\n\n", "")).isEqualTo(NEW);
        assertThat(new Command(folder).run("diff", "old.yaml", "old.yaml").code()).isZero();
    }

    @Test
    void leavesAFileThatCannotBeWhole() throws IOException {
        String text =
                OLD + "  outputs: { all: { value: { get_nodes_of_type: tosca.nodes.Compute } } }\n";
        Path old = Files.writeString(folder.resolve("old.yaml"), text);

        Command.Outcome written = new Command(folder).run("migrate", "old.yaml", "--write");
        Command.Outcome beside =
                new Command(folder).run("migrate", "old.yaml", "--json", "-o", "new.yaml");

        assertThat(written.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(written.err()).contains("[unknown-function]", "old.yaml was left as it is");
        assertThat(old).hasContent(text);
        assertThat(beside.out()).startsWith("{\"file\":\"old.yaml\",\"template\":\"tosca_def");
        assertThat(folder.resolve("new.yaml")).content().contains("$get_nodes_of_type");
    }

    @Test
    void knowsTwoVersions() throws IOException {
        Files.writeString(folder.resolve("old.yaml"), OLD);

        Command.Outcome outcome = new Command(folder).run("migrate", "old.yaml", "--to", "3");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("no migration to 3", "1.3 or 2.0");
        assertThat(new Command(folder).run("migrate", "none.yaml").err()).contains("no file");
    }
}
