package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;

import static org.assertj.core.api.Assertions.assertThat;

class UpTest {
    private static final String[] EVENTS = {
        Scripts.event(0, "run.started", "", "The run began.", "{}"),
        Scripts.event(1, "step.started", "box", "Creating box.", "{\"step\":\"box/create\"}"),
        Scripts.event(2, "node.state", "box", "box is started.", "{\"state\":\"started\"}"),
        Scripts.event(3, "step.finished", "box", "Created box.", "{\"step\":\"box/create\"}"),
        Scripts.event(4, "deployment.status", "", "demo is running.", "{\"status\":\"running\"}"),
    };

    @TempDir private Path folder;
    private ScriptedServer server;
    private Command command;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        command = new Command(folder).on(server);
        Files.writeString(folder.resolve("demo.yaml"), Scripts.TEMPLATE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void printsPlanEventsAndOutputsAsPlainLinesWhenPiped() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome = command.run("up", "demo.yaml");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .isEqualTo(
                        """
                        Plan for demo  (demo.yaml)

                          NODE  SITE  OFFER  PER HOUR  STEPS
                          box   lab   small  0.25 EUR  create
                          app                          start

                          box: the cheapest offer with 1 CPU
                          lab is the only site
                          In all 0.25 EUR per hour.
                          1 offer was not chosen; `floria plan` says why.

                        0:00  The run began.
                        0:02  box: box is started.
                        0:03  box: Created box.
                        0:04  demo is running.

                        ✔ demo is running.

                          url    http://127.0.0.1:8888/?token=t0p
                          cores  4

                          logs       floria logs -f demo
                          details    floria show demo
                          take down  floria down demo
                        """);
    }

    @Test
    void lastLineOfJsonIsTheDeploymentWithItsOutputs() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome = command.run("up", "demo.yaml", "--json");

        List<JsonNode> lines = outcome.out().lines().map(Json::parse).toList();
        assertThat(lines).hasSize(7);
        assertThat(Json.line(lines.getLast()))
                .isEqualTo(
                        "{\"id\":\""
                                + Scripts.ID
                                + "\",\"name\":\"demo\",\"status\":\"running\",\"outputs\":"
                                + "{\"url\":\"http://127.0.0.1:8888/?token=t0p\",\"cores\":4}}");
    }

    @Test
    void sendsTemplateInputsNameAndSite() throws IOException {
        Scripts.deploying(server, "running", EVENTS);
        Files.writeString(folder.resolve("in.yaml"), "cpus: 2\nzones: [a, b]\n");

        command.run(
                "up",
                "demo.yaml",
                "-i",
                "cpus=4",
                "--inputs",
                "in.yaml",
                "--name",
                "n",
                "--site",
                "lab",
                "--detach");

        JsonNode request = Json.parse(server.body("POST /deployments"));
        assertThat(Json.text(request, "template")).isEqualTo("demo.yaml");
        assertThat(request.path("files").path("demo.yaml").path("text").asString(""))
                .isEqualTo(Scripts.TEMPLATE);
        assertThat(Json.line(request.path("inputs")))
                .isEqualTo("{\"cpus\":\"4\",\"zones\":[\"a\",\"b\"]}");
        assertThat(Json.text(request, "name")).isEqualTo("n");
        assertThat(Json.text(request, "site")).isEqualTo("lab");
        assertThat(server.streams()).as("nothing is followed").isZero();
    }

    @Test
    void dryRunChangesNothing() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome = command.run("up", "demo.yaml", "--dry-run");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("box not on far/large: costs 2.00 EUR");
        assertThat(server.requests()).containsExactly("POST /plans");
    }

    @Test
    void showsTheFailedStepAndItsLastLines() {
        String[] logs = new String[31];
        for (int i = 0; i < 30; i++) {
            logs[i] = Scripts.log(i, "app/start", "line " + i);
        }
        logs[30] = Scripts.event(40, "deployment.status", "", "demo failed.", "{}");
        Scripts.deploying(server, "failed", logs);

        Command.Outcome outcome = command.run("up", "demo.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.DEPLOYMENT_FAILED.code());
        assertThat(outcome.out())
                .contains("✖ demo failed.\n")
                .contains("Step app/start failed in attempt 3: the script ended with code 7")
                .contains("  | line 10\n", "  | line 29\n")
                .doesNotContain("  | line 9\n")
                .contains("floria down demo");
    }

    @Test
    void aFailedDeploymentIsTheLastLineOfJsonToo() {
        Scripts.deploying(
                server, "failed", Scripts.event(1, "deployment.status", "", "demo failed.", "{}"));

        Command.Outcome outcome = command.run("up", "demo.yaml", "--json");

        JsonNode last = Json.parse(outcome.out().lines().toList().getLast());
        assertThat(outcome.code()).isEqualTo(Exit.DEPLOYMENT_FAILED.code());
        assertThat(Json.text(last, "status")).isEqualTo("failed");
        assertThat(Json.text(last, "error")).isEqualTo("Step app/start failed.");
        assertThat(Json.text(last.path("step"), "id")).isEqualTo("app/start");
    }

    @Test
    void followsOnOverBrokenConnectionsWithoutRepeating() {
        Scripts.deploying(server, "deploying", EVENTS).breakAfter(2);
        server.json("GET /deployments/" + Scripts.ID, Scripts.details("deploying"));
        // The status changes only once the last event has been told.
        Thread.ofVirtual()
                .start(() -> {
                    while (server.streams() < 3) {
                        Thread.onSpinWait();
                    }
                    server.json("GET /deployments/" + Scripts.ID, Scripts.details("running"));
                });

        Command.Outcome outcome = command.run("up", "demo.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(server.streams()).isGreaterThanOrEqualTo(3);
        assertThat(outcome.out()).containsOnlyOnce("0:02  box: box is started.");
    }

    @Test
    void problemsThatTheServerFindsAreShownWithTheLine() {
        server.problem(
                "POST /plans",
                422,
                """
                {"type":"urn:floria:problem:invalid-template","title":"x","status":422,
                 "detail":"The inputs have errors.","problems":[{"code":"unknown-input",
                 "severity":"error","message":"There is no input cpu.","file":"demo.yaml","line":4,
                 "column":5,"endLine":4,"endColumn":9,"path":"topology_template/inputs",
                 "hint":"Did you mean cpus?","related":[]}]}
                """);

        Command.Outcome outcome = command.run("up", "demo.yaml", "-i", "cpu=3");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err())
                .contains("demo.yaml:4:5: error: There is no input cpu. [unknown-input]")
                .contains("    cpus:")
                .contains("Did you mean cpus?");
    }

    @Test
    void everyRejectedSiteIsShownWhenNothingFits() {
        server.problem(
                "POST /plans",
                422,
                """
                {"type":"urn:floria:problem:unplaceable","status":422,
                 "detail":"No site satisfies box.","rejections":[{"node":"box","site":"lab",
                 "offer":"","reasons":["has no GPU","has 2 of 8 CPUs"]}]}
                """);

        Command.Outcome outcome = command.run("up", "demo.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.NO_PLACEMENT.code());
        assertThat(outcome.err()).contains("box not on lab: has no GPU; has 2 of 8 CPUs");
    }

    @Test
    void aTemplateWithErrorsNeverReachesTheServer() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), "tosca_definitions_version: nonsense\n");

        Command.Outcome outcome = command.run("up", "demo.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.err()).contains("demo.yaml:1:").contains("demo.yaml has errors.");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void drawsInPlaceOnATerminal() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome =
                command.with("TERM", "xterm").with("LANG", "C.UTF-8").run(true, "up", "demo.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("\u001b[?25l", "\u001b[3A", "\u001b[?25h")
                .contains("\u001b[32m✔\u001b[0m \u001b[1mdemo\u001b[0m")
                .doesNotContainPattern("(?<!\u001b)\\[[0-9]+m");
    }

    @Test
    void neitherColoursNorDrawsOnADumbTerminal() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome = command.with("TERM", "dumb").run(true, "up", "demo.yaml");

        assertThat(outcome.out()).doesNotContain("\u001b");
    }

    @Test
    void respectsNoColor() {
        Scripts.deploying(server, "running", EVENTS);

        Command.Outcome outcome =
                command.with("TERM", "xterm").with("NO_COLOR", "1").run(true, "up", "demo.yaml");

        assertThat(outcome.out()).doesNotContainPattern("\u001b\\[[0-9;]*m");
    }
}
