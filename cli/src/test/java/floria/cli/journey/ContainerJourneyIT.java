package floria.cli.journey;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.cli.journey.Installation.Result;
import floria.testing.containers.DockerService;
import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;
import floria.testing.program.Programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The examples in containers of a real engine, through the command and a server of its own. */
class ContainerJourneyIT {
    private static @Nullable PodmanService engine;

    @TempDir Path folder;

    private Installation floria;

    @BeforeAll
    static void startEngine() {
        engine = PodmanService.start(new TestImage.Lab());
    }

    @AfterAll
    static void stopEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void install() throws Exception {
        floria = new Installation(folder.resolve("home"), sites("localhost/floria-lab:12"));
    }

    @AfterEach
    void remove() {
        floria.close();
        assertThat(podman().command("ps", "--all", "--quiet")).isBlank();
        assertThat(podman().command("volume", "ls", "--quiet")).isBlank();
    }

    private static PodmanService podman() {
        return Objects.requireNonNull(engine);
    }

    private static String sites(String image) {
        return """
        sites:
          engine:
            kind: containers
            address: %s
            images: {"debian:12": "%s"}
            pull: never
            price: 0.015 EUR
        """
                .formatted(podman().address(), image);
    }

    @Test
    void aPlainNormativeTemplateBecomesAMachineAtItsPrice() {
        assertThat(floria.run("plan", "examples/server.yaml", "-i", "cpus=2").out())
                .contains("In all 0.03 EUR per hour");
        Result up = floria.run("up", "examples/server.yaml", "--json", "-i", "cpus=2");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        String address = up.last().path("outputs").path("server_ip").asString();
        String container = podman().command("ps", "--quiet").strip();
        assertThat(podman().command("inspect", container))
                .contains("\"" + address + "\"", "\"NanoCpus\": 2000000000");
    }

    @Test
    void aNotebookRunsACell() throws Exception {
        Result up = floria.run("up", "examples/notebook.yaml", "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        Notebook notebook = new Notebook(up.last().path("outputs").path("url").asString());
        assertThat(notebook.run("import os; print(6 * 7)")).isEqualTo("42\n");
        assertThat(podman().command("inspect", podman().command("ps", "--quiet").strip()))
                .doesNotContain(
                        up.last()
                                .path("outputs")
                                .path("url")
                                .asString()
                                .replaceFirst(".*token=", ""));
    }

    @Test
    void whoSignsInToAHubGetsAServer() throws Exception {
        Result up =
                floria.run(
                        "up",
                        "examples/jupyterhub.yaml",
                        "--json",
                        "-i",
                        "users=[\"ada\",\"emmy\",\"root\"]");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        JsonNode outputs = up.last().path("outputs");
        String url = outputs.path("url").asString();
        String password = outputs.path("password").asString();
        String token = outputs.path("api_token").asString();
        Hub ada = new Hub(url);
        assertThat(ada.signsIn("ada", "guess")).isFalse();
        assertThat(ada.signsIn("grace", password)).as("who is not on the list").isFalse();
        assertThat(ada.signsIn("root", password)).as("an account of the machine").isFalse();
        assertThat(ada.signsIn(outputs.path("admin").asString(), password)).isFalse();
        assertThat(ada.signsIn("ada", password)).isTrue();
        ada.opensServer("ada");
        assertThat(ada.get("/hub/admin").statusCode()).isEqualTo(403);

        assertThat(ada.ask("/user/ada/api/status", token).body()).contains("\"kernels\"");
        assertThat(ada.ask("/user/ada/api/status", password).statusCode()).isEqualTo(403);
        Notebook notebook = new Notebook(url + "/user/ada/?token=" + token);
        assertThat(
                        notebook.run(
                                """
                                import getpass, os
                                print(getpass.getuser(), os.getcwd())
                                try:
                                    open("/proc/1/environ").read()
                                except PermissionError:
                                    print("not others' secrets")
                                """))
                .isEqualTo("ada /home/ada\nnot others' secrets\n");

        Hub admin = new Hub(url);
        assertThat(
                        admin.signsIn(
                                outputs.path("admin").asString(),
                                outputs.path("admin_password").asString()))
                .isTrue();
        assertThat(admin.get("/hub/admin").statusCode()).isEqualTo(200);
        assertThat(podman().command("inspect", podman().command("ps", "--quiet").strip()))
                .doesNotContain(password, token);
        assertThat(floria.run("down", "jupyterhub").code()).isZero();
    }

    @Test
    void aNotebookOfAnotherImageImportsItsModules() throws Exception {
        // Some image of somebody else's: only it has the module.
        String container = podman().command("create", "localhost/floria-lab:12", "true").strip();
        Path module = Files.writeString(folder.resolve("telescope.py"), "stars = 42\n");
        podman().command(
                        "cp",
                        module.toString(),
                        container + ":/usr/lib/python3/dist-packages/telescope.py");
        podman().command("commit", "--quiet", container, "localhost/observatory:3");
        podman().command("rm", container);
        try (Installation other =
                new Installation(
                        folder.resolve("other"),
                        sites("localhost/floria-lab:12")
                                .replace(
                                        "images: {",
                                        "images: {\"example.org/observatory:3\":"
                                                + " \"localhost/observatory:3\", "))) {
            List<String> up =
                    List.of("up", "examples/notebook-gpu.yaml", "-i", "modules=[\"telescope\"]");
            Result refused =
                    other.run(
                            with(up, "-i", "image=example.org/observatory:3", "-i", "memory=1 GB"));
            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.out() + refused.err()).contains("GPU");
            Result elsewhere =
                    other.run(with(up, "-i", "image=example.org/other:1", "-i", "gpus=0"));
            assertThat(elsewhere.code()).isEqualTo(4);
            assertThat(elsewhere.out() + elsewhere.err())
                    .contains("needs example.org/other:1", "example.org/observatory:3");

            Result done =
                    other.run(
                            with(
                                    up,
                                    "--json",
                                    "-i",
                                    "image=example.org/observatory:3",
                                    "-i",
                                    "memory=1 GB",
                                    "-i",
                                    "gpus=0"));

            assertThat(done.code()).describedAs("%s%n%s", done, other.serverLog()).isZero();
            Notebook notebook = new Notebook(done.last().path("outputs").path("url").asString());
            assertThat(notebook.run("import telescope; print(telescope.stars)")).isEqualTo("42\n");
            assertThat(podman().command("ps", "--format", "{{.Image}}"))
                    .contains("localhost/observatory:3");
            assertThat(other.run("down", "notebook-gpu").code()).isZero();
        }
    }

    private static String[] with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aJobTrainsAModel() {
        Result up = floria.run("up", "examples/train-digits.yaml", "--json");

        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        assertThat(up.last().path("outputs").path("accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void twoTiersCountVisitsAndTheVolumeKeepsThemOverARestart() throws Exception {
        Result up = floria.run("up", "examples/two-tier.yaml", "--json");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        String url = up.last().path("outputs").path("url").asString();
        assertThat(visit(url)).contains("1");
        assertThat(visit(url)).contains("2");

        assertThat(floria.run("down", "two-tier", "--keep-data").code()).isZero();
        assertThat(podman().command("ps", "--all", "--quiet")).isBlank();
        assertThat(floria.run("ls").out()).contains("two-tier", "data_kept");
        Result again = floria.run("up", "examples/two-tier.yaml", "--json");
        assertThat(again.code()).describedAs("%s%n%s", again, floria.serverLog()).isZero();

        assertThat(visit(again.last().path("outputs").path("url").asString())).contains("3");
    }

    @Test
    void aDeploymentMovesToAnotherEngineWithWhatIsOnItsVolume() throws Exception {
        try (DockerService docker = DockerService.start(new TestImage.Lab());
                Installation two =
                        new Installation(folder.resolve("two"), twoSites(docker.socket()))) {
            Result up = two.run("up", "examples/two-tier.yaml", "--site", "engine", "--json");
            assertThat(up.code()).describedAs("%s%n%s", up, two.serverLog()).isZero();
            String url = up.last().path("outputs").path("url").asString();
            assertThat(visit(url)).contains("1");
            assertThat(visit(url)).contains("2");
            assertThat(docker.command("ps", "--all", "--quiet")).isBlank();

            assertThat(two.run("move", "two-tier", "--to", "docker", "--dry-run").out())
                    .contains("is copied from engine to docker");
            Result moved = two.run("move", "two-tier", "--to", "docker", "--json");

            assertThat(moved.code()).describedAs("%s%n%s", moved, two.serverLog()).isZero();
            String now = moved.last().path("outputs").path("url").asString();
            assertThat(now).isNotEqualTo(url);
            assertThat(visit(now)).contains("3");
            assertThat(podman().command("ps", "--all", "--quiet")).isBlank();
            assertThat(podman().command("volume", "ls", "--quiet")).isBlank();
            assertThat(two.run("down", "two-tier").code()).isZero();
            assertThat(docker.command("ps", "--all", "--quiet")).isBlank();
            assertThat(docker.command("volume", "ls", "--quiet")).isBlank();
        }
    }

    private static String twoSites(Path docker) {
        return sites("localhost/floria-lab:12")
                + """
                  docker:
                    kind: containers
                    address: unix://%s
                    images: {"debian:12": "localhost/floria-lab:12"}
                    pull: never
                    price: 0.02 EUR
                """
                        .formatted(docker);
    }

    @Test
    @Tag("e2e")
    void aDatabaseOutlivesItsMachine() throws Exception {
        String psql = Programs.need("psql", "a database is asked").toString();
        // One engine is one place, in which nothing can be kept apart.
        Path template = folder.resolve("ha-database.yaml");
        Files.writeString(
                template,
                Installation.example("ha-database.yaml")
                        .replaceFirst("(?s)    - apart:.*?(?=    # It is said)", ""));
        Result up = floria.run("up", template.toString(), "--json");
        assertThat(up.code()).describedAs("%s%n%s", up, floria.serverLog()).isZero();
        List<String> ask =
                List.of(psql, "-qtA", "-d", up.last().path("outputs").path("uri").asString(), "-c");
        asked(ask, "create table kept as select 42 as answer");

        String machine =
                podman().command("ps", "--format", "{{.ID}} {{.Labels}}")
                        .lines()
                        .filter(line -> line.matches(".*database.machine.*"))
                        .map(line -> line.split(" ")[0])
                        .findFirst()
                        .orElseThrow();
        podman().command("rm", "--force", "--time", "0", machine);

        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(asked(ask, "insert into kept values (43) returning answer"))
                                .isEqualTo("43"));
        assertThat(asked(ask, "select min(answer) from kept")).isEqualTo("42");
        assertThat(floria.run("events", "ha-database").out())
                .contains("drift.found", "trigger.fired");
        assertThat(floria.run("down", "ha-database").code()).isZero();
    }

    private static String asked(List<String> ask, String question) {
        return Programs.run(Map.of(), Stream.concat(ask.stream(), Stream.of(question)).toList())
                .strip();
    }

    @Test
    void aServiceInAContainerIsReachedByWhatRunsOnThisMachine() throws Exception {
        Path template = folder.resolve("hybrid.yaml");
        Files.writeString(template, HYBRID);
        Files.writeString(
                folder.resolve("serve.sh"),
                "cd / && exec python3 -m http.server --bind \"$HOST\" \"$PORT\"\n");
        Files.writeString(
                folder.resolve("fetch.py"),
                """
                import os, urllib.request
                url = "http://%s:%s/etc/hostname" % (os.environ["WEB"], os.environ["PORT"])
                body = urllib.request.urlopen(url, timeout=10).read().decode().strip()
                open(os.environ["FLORIA_OUTPUT"], "a").write("seen=" + body + "\\n")
                """);
        try (Installation both =
                new Installation(
                        folder.resolve("both"),
                        sites("localhost/floria-lab:12") + "  here: {kind: local}\n")) {
            assertThat(both.run("plan", template.toString()).out())
                    .contains(
                            "client on here connects to web on engine over its published address");
            Result up = both.run("up", template.toString(), "--json");

            assertThat(up.code()).describedAs("%s%n%s", up, both.serverLog()).isZero();
            assertThat(up.last().path("outputs").path("seen").asString()).isEqualTo("inside");
            assertThat(both.run("down", "hybrid").code()).isZero();
        }
    }

    private static final String HYBRID =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [ floria ]
            node_types:
              test.Client:
                derived_from: tosca.nodes.SoftwareComponent
                attributes: {seen: {type: string}}
                requirements:
                  - web:
                      capability: floria.capabilities.Endpoint
                      relationship: tosca.relationships.ConnectsTo
            topology_template:
              node_templates:
                inside: {type: tosca.nodes.Compute}
                web:
                  type: floria.nodes.Service
                  capabilities: {endpoint: {properties: {port: 8000, network_name: PUBLIC}}}
                  requirements: [{host: inside}]
                  interfaces:
                    Process:
                      operations:
                        run:
                          implementation: serve.sh
                          inputs:
                            HOST: {get_attribute: [SELF, endpoint, bind_host]}
                            PORT: {get_attribute: [SELF, endpoint, bind_port]}
                outside: {type: tosca.nodes.Compute}
                client:
                  type: test.Client
                  requirements: [{host: outside}, {web: {node: web, capability: endpoint}}]
                  interfaces:
                    Standard:
                      operations:
                        configure:
                          implementation: fetch.py
                          inputs:
                            WEB: {get_attribute: [SELF, web, ip_address]}
                            PORT: {get_attribute: [SELF, web, bind_port]}
              policies:
                - there:
                    type: floria.policies.Placement
                    targets: [inside]
                    properties: {sites: [engine]}
                - here:
                    type: floria.policies.Placement
                    targets: [outside]
                    properties: {sites: [here]}
              outputs:
                seen: {value: {get_attribute: [client, seen]}}
            """;

    @Test
    void twoInstallationsOnOneEngineNeverSeeEachOther() throws Exception {
        assertThat(floria.run("up", "examples/server.yaml").code()).isZero();
        try (Installation other =
                new Installation(folder.resolve("other"), sites("localhost/floria-lab:12"))) {
            assertThat(other.run("ls", "--json").out()).doesNotContain("server");
            assertThat(other.run("up", "examples/server.yaml").code()).isZero();
            assertThat(other.run("down", "server").code()).isZero();
            assertThat(podman().command("ps", "--quiet").lines()).hasSize(1);
        }
    }

    @Test
    void anImageThatIsNotThereNamesTheMapEntry() throws Exception {
        try (Installation other =
                new Installation(folder.resolve("other"), sites("localhost/nothing:1"))) {
            Result up = other.run("up", "examples/server.yaml");

            assertThat(up.code()).isEqualTo(5);
            assertThat(up.out() + up.err()).contains("localhost/nothing:1", "images");
        }
    }

    @Test
    void aPortThatIsTakenFailsTheDeploymentAndLeavesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path template =
                    Files.writeString(
                            folder.resolve("port.yaml"),
                            Templates.publishing(folder, taken.getLocalPort()));

            Result up = floria.run("up", template.toString());

            assertThat(up.code()).describedAs("%s", up).isEqualTo(5);
            assertThat(up.out() + up.err())
                    .contains(
                            "Port " + taken.getLocalPort(),
                            "web.endpoint",
                            "taken",
                            "published port")
                    .doesNotContain("Exception");
        }
        assertThat(floria.run("ls").out()).contains("port", "failed");
        assertThat(floria.run("down", "port").code()).isZero();
    }

    @Test
    void anEngineThatDoesNotRunIsAReasonAndNotAStackTrace() throws Exception {
        String sites =
                "sites:\n  engine: {kind: containers, address: 'unix://"
                        + folder
                        + "/nobody.sock'}\n";
        try (Installation other = new Installation(folder.resolve("other"), sites)) {
            Result up = other.run("up", "examples/server.yaml");

            assertThat(up.code()).isEqualTo(4);
            assertThat(up.out() + up.err())
                    .contains("engine", "nobody.sock")
                    .doesNotContain("Exception");
        }
    }

    private static String visit(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
