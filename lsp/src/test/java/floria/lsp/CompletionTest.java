package floria.lsp;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class CompletionTest {
    private static final String URI = "untitled:template.yaml";

    @TempDir Path folder;
    private Editor editor;

    @BeforeEach
    void open() throws Exception {
        editor = Editor.here(folder.resolve("profiles"));
    }

    @AfterEach
    void close() throws Exception {
        editor.close();
    }

    /** What is offered at the cursor of a text. */
    private List<String> at(String marked) {
        Editor.Marked text = editor.open(URI, marked);
        return editor.labels(URI, text.cursor());
    }

    @Test
    void offersKeynamesOfTheConstructAtTheCursor() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    db:
                                      type: tosca.nodes.Compute
                                      |
                                """))
                .contains("properties", "requirements", "capabilities", "artifacts")
                .doesNotContain("type", "node_templates", "count");
    }

    @Test
    void offersWhatTheVersionHas() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_2_0
                                service_template:
                                  node_templates:
                                    db:
                                      type: my.Db
                                      |
                                """))
                .contains("count", "allocation");
    }

    @Test
    void offersTypesOfTheKindThatIsWanted() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                node_types:
                                  my.nodes.Db:
                                    derived_from: tosca.nodes.Root
                                topology_template:
                                  node_templates:
                                    db:
                                      type: |
                                """))
                .startsWith("my.nodes.Db")
                .contains("tosca.nodes.Compute")
                .noneMatch(label -> label.startsWith("tosca.capabilities"));
    }

    @Test
    void offersPropertiesOfTheTypeAndItsAncestors() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                node_types:
                                  my.nodes.Db:
                                    derived_from: tosca.nodes.Database
                                    properties:
                                      engine: { type: string }
                                topology_template:
                                  node_templates:
                                    db:
                                      type: my.nodes.Db
                                      properties:
                                        name: x
                                        |
                                """))
                .contains("engine", "user", "port", "password")
                .doesNotContain("name");
    }

    @Test
    void offersPropertiesOfCapabilities() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    db:
                                      type: tosca.nodes.Compute
                                      capabilities:
                                        host:
                                          properties:
                                            nu|
                                """))
                .containsExactly("num_cpus");
    }

    @Test
    void offersRequirementsOfTheType() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    app:
                                      type: tosca.nodes.SoftwareComponent
                                      requirements:
                                        - |
                                """))
                .containsExactlyInAnyOrder("host", "dependency");
    }

    @Test
    void offersTargetsThatFit() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    machine: { type: tosca.nodes.Compute }
                                    store: { type: tosca.nodes.Storage.ObjectStorage, properties: { name: x } }
                                    app:
                                      type: tosca.nodes.SoftwareComponent
                                      requirements:
                                        - host: |
                                """))
                .contains("machine", "tosca.nodes.Compute")
                .doesNotContain("store", "app", "tosca.nodes.Storage.ObjectStorage");
    }

    @Test
    void offersTargetsInTheLongForm() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    machine: { type: tosca.nodes.Compute }
                                    app:
                                      type: tosca.nodes.SoftwareComponent
                                      requirements:
                                        - host:
                                            node: mac|
                                """))
                .contains("machine");
    }

    @Test
    void offersInputsInAFunctionThatIsNotClosed() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  inputs:
                                    port: { type: integer }
                                    pages: { type: integer }
                                  node_templates:
                                    db:
                                      type: tosca.nodes.Database
                                      properties:
                                        port: { get_input: p|
                                        name: x
                                """))
                .containsExactly("port", "pages");
    }

    @Test
    void offersNodesAndThenTheirPropertiesInFunctions() {
        String template =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    db: { type: tosca.nodes.Database, properties: { name: x } }
                    app:
                      type: tosca.nodes.WebApplication
                      properties:
                        context_root: { get_property: [ %s ] }
                """;
        assertThat(at(template.formatted("|"))).contains("SELF", "db", "app");
        assertThat(at(template.formatted("db, |")))
                .contains("port", "name", "database_endpoint", "host");
        assertThat(at(template.formatted("SELF, |"))).contains("context_root", "app_endpoint");
        assertThat(at(template.formatted("SELF, app_endpoint, po|"))).contains("port_name");
    }

    @Test
    void offersFunctionsAsValues() {
        Editor.Marked text =
                editor.open(
                        URI,
                        """
                        tosca_definitions_version: tosca_2_0
                        service_template:
                          outputs:
                            x:
                              value: |
                        """);
        List<CompletionItem> items = editor.complete(URI, text.cursor());
        assertThat(items).extracting(CompletionItem::getLabel).contains("$get_input", "$concat");
        CompletionItem input =
                items.stream()
                        .filter(item -> item.getLabel().equals("$get_input"))
                        .findFirst()
                        .orElseThrow();
        assertThat(input.getTextEdit().getLeft().getNewText()).isEqualTo("{ \\$get_input: $0 }");
    }

    @Test
    void offersAllowedValues() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                node_types:
                                  my.Db:
                                    derived_from: tosca.nodes.Root
                                    properties:
                                      engine:
                                        type: string
                                        constraints: [ { valid_values: [ postgres, mariadb ] } ]
                                      big: { type: boolean }
                                topology_template:
                                  node_templates:
                                    db:
                                      type: my.Db
                                      properties:
                                        engine: |
                                """))
                .contains("postgres", "mariadb", "get_input");
    }

    @Test
    void offersFieldsOfDataTypes() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                data_types:
                                  my.Address:
                                    properties:
                                      street: { type: string }
                                      town: { type: string }
                                node_types:
                                  my.House:
                                    properties:
                                      others:
                                        type: list
                                        entry_schema: { type: my.Address }
                                topology_template:
                                  node_templates:
                                    house:
                                      type: my.House
                                      properties:
                                        others:
                                          - street: x
                                            |
                                """))
                .contains("town")
                .doesNotContain("street");
    }

    @Test
    void offersProfilesAndFilesToImport() throws Exception {
        Path types = java.nio.file.Files.writeString(folder.resolve("types.yaml"), "x: y\n");
        assertThat(types).exists();
        String uri = folder.resolve("template.yaml").toUri().toString();
        Editor.Marked text =
                editor.open(
                        uri, "tosca_definitions_version: tosca_simple_yaml_1_3\nimports:\n  - |\n");
        assertThat(editor.labels(uri, text.cursor()))
                .contains("floria", "types.yaml", "org.oasis-open.simple:2.0", "file");
    }

    @Test
    void offersTheVersionInAnEmptyFile() {
        assertThat(at("|")).containsExactly("tosca_definitions_version");
        assertThat(at("tosca_definitions_version: tosca_2|")).contains("tosca_2_0");
    }

    @Test
    void keepsTypesOfTheLastTextThatCouldBeRead() {
        String template =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ floria ]
                topology_template:
                  node_templates:
                    db:
                      type: %s
                    broken: %s
                """;
        editor.open(URI, template.formatted("floria.nodes.Python", "{}"));
        editor.hover(URI, new Position(0, 0));
        Editor.Marked text = editor.change(URI, template.formatted("floria.no|", "{ [ \"\n  x"));
        assertThat(editor.labels(URI, text.cursor()))
                .anyMatch(label -> label.startsWith("floria.nodes."));
    }

    @Test
    void knowsTypesOfAFileThatWasNeverYaml() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                imports: [ floria ]
                                topology_template:
                                  inputs: { [
                                  node_templates:
                                    db:
                                      type: floria.no|
                                """))
                .anyMatch(label -> label.startsWith("floria.nodes."));
    }

    @Test
    void offersStepsGroupsAndWorkflows() {
        assertThat(
                        at(
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                topology_template:
                                  node_templates:
                                    db: { type: tosca.nodes.Compute }
                                  workflows:
                                    backup:
                                      steps:
                                        stop: { target: db, activities: [ { set_state: stopped } ] }
                                        copy:
                                          target: db
                                          on_success: [ | ]
                                """))
                .containsExactlyInAnyOrder("stop", "copy");
    }
}
