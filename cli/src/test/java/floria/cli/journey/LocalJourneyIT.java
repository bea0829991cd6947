package floria.cli.journey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples as processes on this machine, through the command and a server of its own. */
class LocalJourneyIT {
    private static final String SITES = "sites:\n  here: {kind: local}\n";

    @TempDir Path folder;

    private Installation floria;

    @BeforeEach
    void install() throws Exception {
        floria = new Installation(folder.resolve("home"), SITES);
    }

    @AfterEach
    void remove() {
        floria.close();
    }

    @Test
    void aNotebookComesUpRunsACellKeepsItsSecretAndGoes() throws Exception {
        Result up = floria.run("up", "examples/notebook.yaml", "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(up.last().path("status").asString()).isEqualTo("running");
        String url = up.last().path("outputs").path("url").asString();
        assertThat(url).startsWith("http://127.0.0.1:").contains("/?token=");
        Notebook notebook = new Notebook(url);
        assertThat(notebook.run("print(6 * 7)")).isEqualTo("42\n");
        assertThat(notebook.statusWith("guess")).isEqualTo(403);

        String token = url.substring(url.indexOf("token=") + 6);
        assertThat(floria.run("outputs", "notebook", "--json").out()).contains(token);
        assertThat(
                        List.of(
                                floria.run("show", "notebook", "--json").out(),
                                floria.run("events", "notebook", "--json").out(),
                                floria.run("logs", "notebook", "--json").out(),
                                floria.serverLog()))
                .allSatisfy(text -> assertThat(text).doesNotContain(token));
        assertThat(floria.run("logs", "notebook").out()).isNotEmpty();

        Result down = floria.run("down", "notebook");
        assertThat(down.code()).describedAs("%s", down).isZero();
        assertThat(floria.run("ls", "--json").out()).doesNotContain("notebook");
        assertThat(machines()).isEmpty();
        assertThat(floria.run("down", "notebook").code()).isEqualTo(7);
    }

    @Test
    void aJobTrainsAModelThatCanBeTakenHome() throws Exception {
        Result up = floria.run("up", "examples/train-digits.yaml", "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(up.last().path("outputs").path("accuracy").asDouble()).isGreaterThan(0.9);
        String model = up.last().path("outputs").path("model").asString();
        Path copy = folder.resolve("model.joblib");
        Result cp = floria.run("cp", "train-digits:training:" + model, copy.toString());
        assertThat(cp.code()).describedAs("%s", cp).isZero();
        assertThat(Files.size(copy)).isGreaterThan(1000);
        assertThat(floria.run("logs", "train-digits", "--node", "training").out())
                .contains("epoch");
    }

    @Test
    void workflowsAreListedRunAndRefused() throws Exception {
        Result up = floria.run("up", "examples/diary.yaml", "--json");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(floria.run("run", "diary").out()).contains("write", "text", "nightly");

        Result early = floria.run("run", "diary", "save", "-i", "label=monday");
        assertThat(early.code()).describedAs("%s", early).isZero();
        assertThat(floria.run("logs", "diary").out()).contains("nothing is kept of monday");
        assertThat(floria.run("run", "diary", "write", "-i", "text=a; fine $day").code()).isZero();
        Result save = floria.run("run", "diary", "save", "-i", "label=monday", "--json");
        assertThat(save.last().path("status").asString())
                .describedAs("%s%n%s", save, floria.serverLog())
                .isEqualTo("succeeded");
        Path copy = folder.resolve("monday.tar.gz");
        assertThat(floria.run("cp", "diary:diary:copies/monday.tar.gz", copy.toString()).code())
                .isZero();
        assertThat(Files.size(copy)).isGreaterThan(50);
        assertThat(floria.run("run", "diary", "nightly").code()).isZero();
        assertThat(floria.run("outputs", "diary", "--json").out()).contains("\"lines\":2");

        Result wrong = floria.run("run", "diary", "sav");
        assertThat(wrong.code()).isEqualTo(7);
        assertThat(wrong.out() + wrong.err()).contains("did you mean 'save'");
        Result missing = floria.run("run", "diary", "save", "-i", "lable=x");
        assertThat(missing.out() + missing.err())
                .contains("'label' needs a value", "no input 'lable'");
        assertThat(floria.run("down", "diary").code()).isZero();
    }

    @Test
    void aScriptThatFailsIsShownWithItsLastLines() throws Exception {
        Path template = folder.resolve("broken.yaml");
        Files.writeString(
                template,
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    machine: {type: tosca.nodes.Compute}
                    software:
                      type: tosca.nodes.SoftwareComponent
                      requirements: [{host: machine}]
                      interfaces: {Standard: {operations: {create: fail.sh}}}
                """);
        Files.writeString(
                folder.resolve("fail.sh"),
                "echo all is well\necho 'no such thing: xyz' >&2\nexit 3\n");

        Result up = floria.run("up", template.toString());

        assertThat(up.code()).isEqualTo(5);
        assertThat(up.out() + up.err())
                .contains("exit code 3", "no such thing: xyz", "all is well");
        assertThat(floria.run("ls").out()).contains("broken", "failed");
        assertThat(floria.run("down", "broken").code()).isZero();
        assertThat(machines()).isEmpty();
    }

    @Test
    void aSecondUpOfTheSameNameIsRefusedAndNothingIsChanged() {
        assertThat(floria.run("up", "examples/server.yaml").code()).isZero();

        Result again = floria.run("up", "examples/server.yaml");

        assertThat(again.code()).isEqualTo(6);
        assertThat(again.out() + again.err())
                .contains("already a deployment named server", "--name");
        assertThat(machines()).hasSize(1);
    }

    @Test
    void aKilledServerGoesOnWhereItWas() throws Exception {
        Path go = folder.resolve("go");
        Path trace = folder.resolve("trace");
        Path template =
                Files.writeString(
                        folder.resolve("slow.yaml"), Templates.waiting(folder, go, trace));
        assertThat(floria.run("up", template.toString(), "--detach").code()).isZero();
        Awaitility.await().atMost(Installation.PATIENCE).until(() -> Files.exists(trace));

        floria.killServer();
        Files.createFile(go);
        Awaitility.await()
                .atMost(Installation.PATIENCE)
                .until(() -> floria.run("ls").out().contains("running"));

        assertThat(Files.readAllLines(trace)).containsExactly("began", "ended", "after");
        assertThat(machines()).hasSize(1);
    }

    @Test
    void aServiceThatLostItsSupervisorIsEndedBeforeItIsHealed() throws Exception {
        Path number = folder.resolve("number");
        Path template =
                Files.writeString(
                        folder.resolve("only.yaml"),
                        Templates.exclusive(folder, folder.resolve("lock"), number));
        Result up = floria.run("up", template.toString());
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        ProcessHandle first = program(number);
        // Its parent leads the command's session, and keeps its exit code.
        first.parent().orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(Installation.PATIENCE)
                .until(() -> floria.run("ls").out().contains("failed"));
        assertThat(runs(first)).isTrue();

        Result heal = floria.run("heal", "only");

        assertThat(heal.code()).describedAs("%s", heal).isZero();
        assertThat(runs(first)).isFalse();
        assertThat(runs(program(number))).isTrue();
        assertThat(floria.run("ls").out()).contains("running");
    }

    private static ProcessHandle program(Path number) throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(number).strip())).orElseThrow();
    }

    /** Not a dead one either, that nobody has reaped: it has no command line left. */
    private static boolean runs(ProcessHandle process) throws Exception {
        Path line = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        return Files.exists(line) && Files.readAllBytes(line).length > 0;
    }

    @Test
    void killedAtSeededMomentsItEndsTheSame() throws Exception {
        long seed = Long.getLong("floria.seed", 20261123L);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path template = folder.resolve("steps.yaml");
        Files.writeString(
                template,
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    machine: {type: tosca.nodes.Compute}
                    software:
                      type: tosca.nodes.SoftwareComponent
                      requirements: [{host: machine}]
                      interfaces:
                        Standard: {operations: {create: op.sh, configure: op.sh, start: op.sh}}
                """);
        Path trace = folder.resolve("trace");
        Files.writeString(
                folder.resolve("op.sh"),
                "sleep 0.3\necho \"$FLORIA_DEPLOYMENT $FLORIA_OPERATION\" >> '" + trace + "'\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int moment = 2 + random.nextInt(14);
            String name = "kill-" + i;
            Result up = floria.run("up", template.toString(), "--name", name, "--detach");
            assertThat(up.code()).describedAs("%s", up).isZero();
            Awaitility.await()
                    .atMost(Installation.PATIENCE)
                    .until(() ->
                            floria.run("events", name, "--json").out().lines().count() >= moment);

            floria.killServer();

            Awaitility.await("seed " + seed + ", killed after " + moment + " events")
                    .atMost(Installation.PATIENCE)
                    .until(() -> floria.run("ls").out().contains(name + "  running"));
            for (String operation : List.of("create", "configure", "start")) {
                expected.add(name + " Standard." + operation);
            }
            assertThat(Files.readAllLines(trace))
                    .describedAs("seed %d, killed after %d events", seed, moment)
                    .isEqualTo(expected);
            assertThat(machines()).hasSize(i + 1);
        }
    }

    /** The folders of machines that are there. */
    private List<Path> machines() {
        Path root = floria.home().resolve("sites/here");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (var files = Files.list(root)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("[a-z0-9]{8}-[a-z0-9]{26}-m.*"))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
