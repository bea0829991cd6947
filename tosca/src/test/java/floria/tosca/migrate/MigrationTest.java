package floria.tosca.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.grammar.Version;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Golden pairs: {@code NAME.before.yaml}, and what becomes of it in each version. With the system
 * property {@code floria.write} the results are written anew.
 */
class MigrationTest {
    private static final Path FOLDER = Path.of("src/test/resources/floria/tosca/migrate");

    @ParameterizedTest
    @ValueSource(strings = {"head", "imports", "values", "types", "templates", "workflows", "dsl"})
    void writesWhatTheOtherVersionWritesOtherwise(String name) throws IOException {
        Folder folder = Folder.at(FOLDER);
        Source before = folder.file(name + ".before.yaml").orElseThrow();
        for (Version target : List.of(Version.SIMPLE_1_3, Version.TOSCA_2_0)) {
            Migration.Result result = Migration.of(before, folder.or(normative()), target);
            Path golden =
                    FOLDER.resolve(
                            name + (target == Version.TOSCA_2_0 ? ".2.0.yaml" : ".1.3.yaml"));
            String text = result.text().orElseThrow().text();
            if (Boolean.getBoolean("floria.write") && !text.equals(before.text())) {
                Files.writeString(golden, text);
            }

            assertThat(result.problems())
                    .as("%s in %s", name, target)
                    .allMatch(problem -> problem.code().equals("import-not-migrated"));
            assertThat(text)
                    .isEqualTo(Files.exists(golden) ? Files.readString(golden) : before.text());
        }
    }

    @Test
    void leavesAFileOfThatVersionAsItIs() {
        Source file = yaml("tosca_definitions_version: tosca_2_0\nservice_template: {}\n");

        Migration.Result result = Migration.of(file, normative(), Version.SIMPLE_1_3);

        assertThat(result.text().orElseThrow().text()).isEqualTo(file.text());
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void saysWhatIsWrongInsteadOfMigratingIt() {
        Source file = yaml("tosca_definitions_version: tosca_simple_yaml_1_3\nnode_type: {}\n");

        Migration.Result result = Migration.of(file, normative(), Version.TOSCA_2_0);

        assertThat(result.text()).isEmpty();
        assertThat(result.problems()).extracting(Problem::code).contains("unknown-keyname");
    }

    @Test
    void tellsWhatTheOtherVersionHasNoWordsFor() {
        Source file =
                yaml(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_3
                        topology_template:
                          inputs:
                            ports: { type: range, constraints: [ { in_range: [ 1, 9 ] } ] }
                          node_templates:
                            program:
                              type: tosca.nodes.SoftwareComponent
                          outputs:
                            all: { value: { get_nodes_of_type: tosca.nodes.Compute } }
                        """);

        Migration.Result result = Migration.of(file, normative(), Version.TOSCA_2_0);

        assertThat(result.whole()).isFalse();
        assertThat(result.problems())
                .extracting(problem -> problem.location().line() + " " + problem.code())
                .containsExactly("7 keyname-of-other-version", "12 unknown-function");
    }

    @Test
    void namesWhatMeansSomethingElse() {
        Source file =
                yaml(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_0
                        dsl_definitions:
                          scripts: &scripts { create: create.sh }
                        topology_template:
                          node_templates:
                            program:
                              type: tosca.nodes.SoftwareComponent
                              interfaces:
                                Standard: { <<: *scripts, start: start.sh }
                        """);

        Migration.Result result = Migration.of(file, normative(), Version.TOSCA_2_0);

        assertThat(result.problems())
                .filteredOn(problem -> problem.code().equals("migrated-meaning"))
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("operations/start: start.sh"));
    }

    @Test
    void saysWhichImportsAreLeft() {
        Sources types =
                Bundle.of(
                        List.of(
                                source(
                                        "file:types.yaml",
                                        """
                                        tosca_definitions_version: tosca_simple_yaml_1_0
                                        node_types:
                                          acme.Base: { derived_from: tosca.nodes.Root }
                                        """)));
        Source file =
                yaml(
                        """
                        tosca_definitions_version: tosca_simple_yaml_1_0
                        imports:
                          - types.yaml
                        node_types:
                          acme.Thing: { derived_from: acme.Base }
                        """);

        Migration.Result result = Migration.of(file, types.or(normative()), Version.TOSCA_2_0);

        assertThat(result.whole()).isTrue();
        Problem problem = result.problems().getFirst();
        assertThat(problem.code()).isEqualTo("import-not-migrated");
        assertThat(problem.location().line()).isEqualTo(4);
    }

    private static Source yaml(String text) {
        return source("file:template.yaml", text);
    }

    private static Source source(String address, String text) {
        return new Source(address, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The profiles of the normative types, which say nothing but their version. */
    private static Sources normative() {
        return (_, reference) ->
                reference.startsWith("org.oasis-open.simple:1.")
                        ? Optional.of(
                                source(
                                        "profile:" + reference + "/profile.yaml",
                                        "tosca_definitions_version: tosca_simple_yaml_1_"
                                                + reference.charAt(reference.length() - 1)))
                        : Optional.empty();
    }
}
