package floria.cli.journey;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Random;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import floria.cli.Exit;
import floria.cli.journey.Installation.Result;
import floria.store.SqliteStore;
import floria.testing.Mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What goes wrong before, at and under the server, as the person at the command line sees it. */
class FaultJourneyIT {
    private static final String SITES = "sites:\n  here: {kind: local}\n";

    private static final String COUNTED =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              inputs:
                count: {type: integer, constraints: [{in_range: [1, 3]}]}
              node_templates:
                machine:
                  type: tosca.nodes.Compute
                  capabilities: {host: {properties: {num_cpus: {get_input: count}}}}
            """;

    private static final String WRONG =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              inputs:
                size: {type: integr}
              node_templates:
                box:
                  type: tosca.nodes.Computer
                app:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: nobody}]
            """;

    @TempDir static Path shared;
    private static Installation floria;

    @TempDir Path folder;

    @BeforeAll
    static void install() throws Exception {
        floria = new Installation(shared.resolve("home"), SITES);
    }

    @AfterAll
    static void remove() {
        floria.close();
    }

    @AfterEach
    void nothingIsLeftThatNobodyKnows() {
        assertThat(floria.run("ls", "--json").out()).doesNotContain("\"name\"");
        assertThat(floria.home().resolve("sites/here"))
                .satisfiesAnyOf(
                        sites -> assertThat(sites).doesNotExist(),
                        sites ->
                                assertThat(sites)
                                        .isDirectoryNotContaining(
                                                "glob:**/[a-z0-9]*-[a-z0-9]*-m*"));
    }

    static Stream<Arguments> templates() {
        return Stream.of(
                Arguments.of("not YAML", "a: [1, 2\nb: }\n", new String[] {"t.yaml:2:", "YAML"}),
                Arguments.of(
                        "not TOSCA",
                        "services:\n  web: {image: nginx}\n",
                        new String[] {"t.yaml:1:1", "tosca_definitions_version"}),
                Arguments.of("empty", "", new String[] {"t.yaml:1:1"}),
                Arguments.of(
                        "of an unknown version",
                        "tosca_definitions_version: tosca_simple_yaml_9_9\n",
                        new String[] {
                            "t.yaml:1:28", "tosca_simple_yaml_9_9", "tosca_simple_yaml_1_3"
                        }),
                Arguments.of(
                        "wrong in several places",
                        WRONG,
                        new String[] {
                            "t.yaml:4:",
                            "integr",
                            "t.yaml:7:13",
                            "did you mean 'tosca.nodes.Compute'?",
                            "t.yaml:10:29",
                            "nobody"
                        }),
                Arguments.of(
                        "without an input",
                        COUNTED,
                        new String[] {"t.yaml:4:", "count", "needs a value"}));
    }

    @ParameterizedTest(name = "a template that is {0}")
    @MethodSource("templates")
    void refusesTheTemplateWithAllThatIsWrong(String name, String text, String[] words)
            throws Exception {
        Path template = Files.writeString(folder.resolve("t.yaml"), text);

        Result up = floria.run("up", template.toString());

        assertThat(up.code())
                .describedAs("%s: %s", name, up)
                .isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(up.out() + up.err()).contains(words).doesNotContain("Exception");
    }

    @Test
    void tellsProgramsWhereEachMistakeIs() throws Exception {
        Path template = Files.writeString(folder.resolve("t.yaml"), WRONG);

        Result validate = floria.run("validate", template.toString(), "--json");

        assertThat(validate.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(validate.last().path("problems").valueStream())
                .extracting(
                        problem -> problem.path("line").asInt(),
                        problem -> problem.path("column").asInt(),
                        problem -> problem.path("path").asString())
                .containsExactly(
                        tuple(4, 18, "topology_template/inputs/size/type"),
                        tuple(7, 13, "topology_template/node_templates/box/type"),
                        tuple(10, 29, "topology_template/node_templates/app/requirements/0/host"));
    }

    @Test
    void namesATemplateThatIsNotThere() {
        Result up = floria.run("up", folder.resolve("none.yaml").toString());

        assertThat(up.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(up.err()).contains("There is no file", "none.yaml");
    }

    @Test
    void refusesInputsOfTheWrongTypeAndAgainstTheirConstraints() throws Exception {
        Path template = Files.writeString(folder.resolve("t.yaml"), COUNTED);

        Result text = floria.run("up", template.toString(), "-i", "count=many");
        Result large = floria.run("up", template.toString(), "-i", "count=4");

        assertThat(text.code()).describedAs("%s", text).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(text.out() + text.err()).contains("count", "integer", "many");
        assertThat(large.code()).describedAs("%s", large).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(large.out() + large.err()).contains("count", "4", "3");
    }

    @Test
    void aPortThatIsTakenFailsTheDeploymentAndLeavesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path template =
                    Files.writeString(
                            folder.resolve("port.yaml"),
                            Templates.publishing(folder, taken.getLocalPort()));

            Result up = floria.run("up", template.toString());

            assertThat(up.code()).describedAs("%s", up).isEqualTo(Exit.DEPLOYMENT_FAILED.code());
            assertThat(up.out() + up.err())
                    .contains("Port " + taken.getLocalPort(), "taken", "published_port")
                    .doesNotContain("Exception");
        }
        assertThat(floria.run("ls").out()).contains("port", "failed");
        assertThat(floria.run("down", "port").code()).isZero();
    }

    @Test
    void aSecondServerLeavesTheFolderToTheFirst() throws Exception {
        assertThat(floria.run("ls").code()).isZero();
        long first = floria.server().orElseThrow().pid();

        Result second = floria.serve();

        assertThat(second.code()).isEqualTo(Exit.CONFLICT.code());
        assertThat(second.out())
                .contains(floria.home().toString(), "process " + first)
                .doesNotContain("Exception");
        assertThat(floria.server().map(ProcessHandle::pid)).contains(first);
    }

    @Test
    void aStoreThatIsNoDatabaseIsSaidAndLeftAsItIs() throws Exception {
        try (Installation other = new Installation(folder.resolve("home"), SITES)) {
            Path database = other.home().resolve("store/floria.db");
            Files.createDirectories(database.getParent());
            Files.writeString(database, "no database at all\n".repeat(400));

            Result ls = other.run("ls");

            assertThat(ls.code()).describedAs("%s", ls).isEqualTo(Exit.UNREACHABLE.code());
            assertThat(ls.err())
                    .contains(database.toString(), "not a database", "move it away")
                    .doesNotContain("Exception");
            assertThat(database).hasContent("no database at all\n".repeat(400));
        }
    }

    @Test
    void aStoreOfANewerFloriaIsSaidAndLeftAsItIs() throws Exception {
        try (Installation other = new Installation(folder.resolve("home"), SITES)) {
            Path store = other.home().resolve("store");
            SqliteStore.open(store, new Random(1)).close();
            Path database = store.resolve("floria.db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
                connection
                        .createStatement()
                        .execute(
                                "insert into flyway_schema_history select 99, '99', 'future',"
                                        + " type, script, checksum, installed_by, installed_on,"
                                        + " execution_time, 1 from flyway_schema_history"
                                        + " where installed_rank = 1");
            }
            byte[] before = Files.readAllBytes(database);

            Result ls = other.run("ls");

            assertThat(ls.code()).describedAs("%s", ls).isEqualTo(Exit.UNREACHABLE.code());
            assertThat(ls.err())
                    .contains(database.toString(), "newer Floria", "version 99")
                    .doesNotContain("Exception");
            assertThat(database).hasBinaryContent(before);
        }
    }

    @Test
    void aFullDiskHoldsARunUpAndLosesNothing() throws Exception {
        Path trace = folder.resolve("trace");
        Path go = folder.resolve("go");
        Path template =
                Files.writeString(
                        folder.resolve("slow.yaml"), Templates.waiting(folder, go, trace));
        Installation other = new Installation(folder.resolve("home"), SITES);
        try (Mount disk = Mount.tmpfs(other.home().resolve("store"), "8m");
                other) {
            Result up = other.run("up", template.toString(), "--detach");
            assertThat(up.code()).describedAs("%s", up).isZero();
            Awaitility.await().atMost(Installation.PATIENCE).until(() -> Files.exists(trace));
            disk.fill();
            Files.createFile(go);
            Awaitility.await()
                    .atMost(Installation.PATIENCE)
                    .until(() -> other.serverLog().contains("stands still"));

            Result refused = other.run("up", "examples/server.yaml");
            assertThat(refused.code()).describedAs("%s", refused).isNotZero();
            assertThat(refused.err())
                    .contains("disk full", "floria.db", "free some space")
                    .doesNotContain("Exception");
            assertThat(other.serverLog()).contains("disk full", "slow");
            assertThat(other.run("ls").out()).contains("slow").doesNotContain("server");

            disk.empty();

            Awaitility.await()
                    .atMost(Installation.PATIENCE)
                    .until(() -> other.run("ls").out().contains("running"));
            assertThat(Files.readAllLines(trace)).containsExactly("began", "ended", "after");
            assertThat(other.run("down", "slow").code()).isZero();
        }
    }
}
