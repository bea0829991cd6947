package floria.server.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Request;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Scope;
import floria.site.local.LocalSettings;
import floria.site.local.LocalSite;
import floria.tosca.source.Source;

import static org.assertj.core.api.Assertions.assertThat;

/** Health checks over the network, of a service that runs on this machine. */
class HealthTest {
    /** Answers with the status that a file says, and hangs up where it says so. */
    private static final String PROGRAM =
            """
            import http.server, os, pathlib, threading, time
            folder = pathlib.Path(os.environ["folder"])
            class Answer(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(int((folder / "status").read_text()))
                    self.end_headers()
            address = (os.environ["host"], int(os.environ["port"]))
            server = http.server.ThreadingHTTPServer(address, Answer)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            while not (folder / "deaf").exists():
                time.sleep(0.02)
            server.shutdown()
            server.server_close()
            (folder / "hung-up").touch()
            time.sleep(1000)
            """;

    @TempDir Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("status"), "204");
        Settings settings = Settings.standard("one");
        bench =
                new Bench(
                        folder.resolve("store"),
                        new Halt(0),
                        new Retry(2, Duration.ofMillis(1), Duration.ofMillis(2)),
                        InstantSource.system(),
                        Optional.of(settings),
                        new LocalSite(
                                new LocalSettings(
                                        "here", folder.resolve("sites"), System.getenv())));
        bench.engine.start();
    }

    @AfterEach
    void close() {
        bench.deployments().delete(Scope.LOCAL, "shop", false, false);
        Awaitility.await()
                .atMost(Bench.PATIENCE)
                .until(() ->
                        bench.deployments()
                                .list(Scope.LOCAL, false, Optional.empty(), 1)
                                .isEmpty());
        bench.close();
    }

    @Test
    void asksForAPathAndExpectsSuccess() throws Exception {
        deploy("{http_path: /health, failures: 1}");
        look();
        assertThat(found()).isEmpty();

        Files.writeString(folder.resolve("status"), "503");
        look();

        assertThat(found())
                .containsExactly("service is unhealthy: GET /health answers with status 503");
    }

    @Test
    void connectsWhereNothingElseIsDeclared() throws Exception {
        deploy("{failures: 1}");
        look();
        assertThat(found()).isEmpty();

        Files.createFile(folder.resolve("deaf"));
        Awaitility.await()
                .atMost(Bench.PATIENCE)
                .until(() -> Files.exists(folder.resolve("hung-up")));
        look();

        assertThat(found())
                .singleElement()
                .asString()
                .startsWith("service is unhealthy: nothing answers at 127.0.0.1:");
    }

    private void deploy(String health) {
        Request request =
                new Request(
                        Optional.of("shop"),
                        "t.yaml",
                        Map.of(
                                "t.yaml",
                                source("t.yaml", template(health)),
                                "serve.py",
                                source("serve.py", PROGRAM)),
                        Map.of(),
                        Optional.empty());
        Deployment made = bench.deployments().create(Scope.LOCAL, request, Optional.empty());
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    private String template(String health) {
        return """
        tosca_definitions_version: tosca_simple_yaml_1_3
        imports: [floria]
        topology_template:
          node_templates:
            machine: {type: tosca.nodes.Compute}
            service:
              type: floria.nodes.Service
              properties:
                health: %s
              capabilities: {endpoint: {properties: {port: 8080}}}
              requirements: [{host: machine}]
              interfaces:
                Process:
                  operations:
                    run:
                      implementation: serve.py
                      inputs:
                        folder: "%s"
                        host: {get_attribute: [SELF, endpoint, bind_host]}
                        port: {get_attribute: [SELF, endpoint, bind_port]}
        """
                .formatted(health, folder);
    }

    private void look() throws InterruptedException {
        bench.engine.reconciler().orElseThrow().look();
    }

    private List<String> found() {
        return bench.store.events(Scope.LOCAL, Optional.empty(), 0, 1000).stream()
                .filter(event -> event.type().equals("drift.found"))
                .map(Event::message)
                .toList();
    }

    private static Source source(String path, String text) {
        return new Source("file:" + path, text.getBytes(StandardCharsets.UTF_8));
    }
}
