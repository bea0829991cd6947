package floria.profiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Every profile and every example is understood without a single problem. */
class ReadingTest {
    private static final Path EXAMPLES = Path.of("../examples");
    private final Profiles profiles = new Profiles();

    @ParameterizedTest
    @ValueSource(strings = {"floria", "org.oasis-open.simple:2.0"})
    void understandsTheProfile(String name) {
        assertThat(read(profiles.resolve("", name).orElseThrow()).problems()).isEmpty();
    }

    /** Their authors refine types further than the language allows: names count here. */
    @ParameterizedTest
    @ValueSource(strings = {"indigo", "grycap"})
    void understandsTheTypesOfOthers(String name) {
        Reading reading = read(profiles.resolve("", name).orElseThrow());

        assertThat(reading.hasErrors()).isFalse();
        assertThat(reading.problems()).extracting(Problem::code).containsOnly("bad-refinement");
    }

    @Test
    void saysNothingOfTheWayInWhichAProfileIsWritten() {
        Reading reading =
                read(
                        new Source(
                                "file:cluster.yaml",
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_0
                                imports:
                                  - https://raw.githubusercontent.com/grycap/tosca/main/custom_types.yaml
                                topology_template:
                                  node_templates:
                                    machine:
                                      type: tosca.nodes.indigo.Compute
                                """
                                        .getBytes(UTF_8)));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.topology()).isPresent();
    }

    @Test
    void takesTypesThatOthersHaveBuiltInWithoutAnImport() {
        Reading reading =
                read(
                        new Source(
                                "file:galaxy.yaml",
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_0
                                topology_template:
                                  node_templates:
                                    galaxy:
                                      type: tosca.nodes.indigo.GalaxyPortal
                                    tool:
                                      type: tosca.nodes.indigo.GalaxyShedTool
                                """
                                        .getBytes(UTF_8)));

        assertThat(reading.hasErrors()).isFalse();
        assertThat(reading.problems())
                .filteredOn(problem -> problem.code().equals("missing-import"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.tolerated()).isTrue();
                    assertThat(problem.location().line()).isEqualTo(5);
                    assertThat(problem.hint()).contains("add imports: [ indigo ]");
                });
    }

    @Test
    void takesThePrefixToscaForTheSimpleProfile() {
        Reading reading =
                read(
                        new Source(
                                "file:web.yaml",
                                """
                                tosca_definitions_version: tosca_2_0
                                service_template:
                                  node_templates:
                                    machine: { type: tosca:Compute }
                                """
                                        .getBytes(UTF_8)));

        assertThat(reading.topology()).isPresent();
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("missing-import");
                    assertThat(problem.location().toString()).isEqualTo("file:web.yaml:4:22");
                });
    }

    @Test
    void readsOnWithTheTypeOfTheProfileForOneThatTheLanguageNoLongerHas() {
        Reading reading =
                read(
                        new Source(
                                "file:web.yaml",
                                """
                                tosca_definitions_version: tosca_2_0
                                service_template:
                                  node_templates:
                                    machine:
                                      type: tosca.nodes.Compute
                                      capabilities: { host: { properties: { num_cpus: two } } }
                                """
                                        .getBytes(UTF_8)));

        assertThat(reading.problems())
                .extracting(problem -> problem.code() + " " + problem.location())
                .containsExactly(
                        "unknown-type file:web.yaml:5:13", "wrong-type file:web.yaml:6:55");
    }

    @Test
    void importsNothingForATypeThatTheLanguageHas() {
        Reading reading =
                read(
                        new Source(
                                "file:app.yaml",
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_0
                                topology_template:
                                  node_templates:
                                    app:
                                      type: tosca.nodes.Container.Application.Docker
                                      requirements: [ host: runtime ]
                                    runtime:
                                      type: tosca.nodes.Container.Runtime
                                      requirements: [ host: machine ]
                                    machine: { type: tosca.nodes.Compute }
                                """
                                        .getBytes(UTF_8)));

        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void opensEveryFileOfTheProfile() throws IOException {
        Path folder = Path.of("src/main/resources/floria/profiles/floria");
        Reading reading = read(profiles.resolve("", "floria").orElseThrow());

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(reading.sources())
                    .extracting(Source::address)
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(Files::isRegularFile)
                                    .map(file -> "profile:floria/" + folder.relativize(file))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void understandsEveryExampleAndAsksForNothing(String example) throws IOException {
        Topology topology = read(example);

        assertThat(Tosca.inputs(topology, Map.of()).problems()).isEmpty();
        assertThat(topology.description()).isNotBlank();
        assertThat(topology.outputs()).isNotEmpty();
    }

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void makesATokenForANotebookAndHandsItOverAsASecret() throws IOException {
        NodeTemplate notebook = read("notebook.yaml").node("notebook");

        assertThat(notebook.type().properties().get("token"))
                .satisfies(token -> {
                    assertThat(token.isSecret()).isTrue();
                    assertThat(token.generated()).contains("token");
                });
        Value headers =
                new Evaluator(read("notebook.yaml"), Map.of(), new Generated("abc"))
                        .property("notebook", "readiness");
        assertThat(headers.isSecret()).isTrue();
        assertThat(headers.asText()).contains("\"Authorization\":\"token abc\"");
    }

    @Test
    void addsTheProgramOfATemplateToWhatItsTypeSays() throws IOException {
        Operation run =
                read("two-tier.yaml").node("application").operation("Process", "run").orElseThrow();

        assertThat(run.implementation().orElseThrow().address())
                .contains("file:two-tier/visits.py");
        assertThat(run.inputs().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(
                                "PATH",
                                "bind_host",
                                "bind_port",
                                "PGHOST",
                                "PGPORT",
                                "PGDATABASE",
                                "PGUSER",
                                "PGPASSWORD"));
    }

    private Reading read(Source template) {
        return Tosca.read(template, profiles);
    }

    private Topology read(String example) throws IOException {
        Folder folder = Folder.at(EXAMPLES);
        Reading reading = Tosca.read(folder.file(example).orElseThrow(), folder.or(profiles));

        assertThat(reading.problems()).isEmpty();
        return reading.topology().orElseThrow();
    }

    /** A deployment of which only the generated values are known. */
    private record Generated(String token) implements Facts {
        @Override
        public Optional<Value> attribute(
                String node, Optional<String> capability, String attribute) {
            return Optional.empty();
        }

        @Override
        public Optional<Value> generated(String node, String property) {
            return Optional.of(Value.text(token));
        }
    }
}
