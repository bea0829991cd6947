package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.fetch.WebServer;

import static org.assertj.core.api.Assertions.assertThat;

class FetchTest {
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports:
              - ../base.yaml
            node_types:
              my.Server: { derived_from: my.Base }
            """;
    private static final String BASE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            node_types:
              my.Base:
                derived_from: tosca.nodes.Root
                interfaces:
                  Standard:
                    operations: { create: scripts/create.sh }
            """;

    @TempDir private Path folder;
    private WebServer web;

    @BeforeEach
    void start() throws IOException {
        web = new WebServer();
        web.file("/v1/types.yaml", TYPES, "ETag: \"1\"");
        web.file("/base.yaml", BASE);
        web.file("/scripts/create.sh", "echo made\n");
        Files.writeString(
                folder.resolve("my.yaml"),
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports:
                  - %s
                topology_template:
                  node_templates:
                    server: { type: my.Server }
                """
                        .formatted(web.url("/v1/types.yaml")));
    }

    @AfterEach
    void stop() throws IOException {
        web.close();
    }

    @Test
    void readingSaysWhatToFetchAndFetchesNothing() {
        Command.Outcome outcome = command().run("validate", "my.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.INVALID_TEMPLATE.code());
        assertThat(outcome.out())
                .contains("my.yaml:3:5: error: cannot import '" + web.url("/v1/types.yaml"))
                .contains("it was not fetched [import-not-found]")
                .contains("`floria fetch " + web.url("/v1/types.yaml") + "`");
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void fetchesImportsTheirImportsAndTheirScripts() throws IOException {
        Command.Outcome outcome = command().run("fetch", "--allow-private", "my.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .isEqualTo(
                        """
                        ✔ %s was fetched: %d bytes.
                        ✔ %s was fetched: %d bytes.
                        ✔ %s was fetched: 10 bytes.
                        """
                                .formatted(
                                        web.url("/v1/types.yaml"),
                                        TYPES.length(),
                                        web.url("/base.yaml"),
                                        BASE.length(),
                                        web.url("/scripts/create.sh")));
        web.close();
        assertThat(command().run("validate", "my.yaml").out()).isEqualTo("✔ my.yaml is valid.\n");
    }

    @Test
    void asksWhetherThereIsSomethingNew() {
        command().run("fetch", "--allow-private", "my.yaml");
        web.answer("/v1/types.yaml", "HTTP/1.1 304 Not Modified\r\n\r\n");
        web.file("/base.yaml", BASE + "# new\n");

        List<JsonNode> lines =
                command()
                        .run("fetch", "--allow-private", "--json", "my.yaml")
                        .out()
                        .lines()
                        .map(Json::parse)
                        .toList();

        assertThat(lines)
                .extracting(line -> Json.text(line, "result"))
                .containsExactly("unchanged", "fetched", "unchanged");
        assertThat(web.requests().get(3)).contains("If-None-Match: \"1\"");
    }

    @Test
    void keepsWhatItHasWhenTheNetworkIsGone() throws IOException {
        command().run("fetch", "--allow-private", "my.yaml");
        web.close();

        Command.Outcome outcome = command().run("fetch", "--allow-private", "my.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.out()).contains("was not fetched: the connection failed");
        assertThat(command().run("validate", "my.yaml").code()).isZero();
    }

    @Test
    void refusesAddressesOfThisMachineByDefault() {
        Command.Outcome outcome = command().run("fetch", "my.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.out())
                .contains("was not fetched: 127.0.0.1 is 127.0.0.1, an address that is not of")
                .contains("--allow-private");
        assertThat(web.requests()).isEmpty();
    }

    @Test
    void fetchesAnAddressThatAPersonGives() {
        assertThat(command().run("fetch", "--allow-private", web.url("/v1/types.yaml")).code())
                .isZero();

        assertThat(command().run("validate", "my.yaml").code()).isZero();
    }

    @Test
    void doesNotFetchWhatComesWithFloria() {
        Command.Outcome outcome =
                command()
                        .run(
                                "fetch",
                                "https://raw.githubusercontent.com/indigo-dc/tosca-types/master/custom_types.yaml");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).endsWith("custom_types.yaml comes with Floria.\n");
    }

    @Test
    void refusesAddressesOfOtherKinds() {
        for (String address :
                List.of("file:///etc/passwd", "ftp://a/b", "https://u:p@example.org/")) {
            Command.Outcome outcome = command().run("fetch", address);

            assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
            assertThat(outcome.err()).contains("not an address that can be fetched");
        }
    }

    @Test
    void goesNoDeeperThanItsBounds() {
        for (int i = 0; i < 30; i++) {
            web.file(
                    "/deep/" + i,
                    "tosca_definitions_version: tosca_simple_yaml_1_3\nimports: [ %d ]\n"
                            .formatted(i + 1));
        }

        Command.Outcome outcome = command().run("fetch", "--allow-private", web.url("/deep/0"));

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.out()).contains("imports of imports are fetched 20 deep");
        assertThat(web.requests()).hasSize(21);
    }

    @Test
    void takesADamagedFileForNone() throws IOException {
        command().run("fetch", "--allow-private", "my.yaml");
        try (Stream<Path> files = Files.list(folder.resolve("cache/floria/imports/files"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "node_types: {}\n");
            }
        }

        assertThat(command().run("validate", "my.yaml").out()).contains("it was not fetched");
        assertThat(command().run("fetch", "--allow-private", "my.yaml").out())
                .contains("types.yaml was fetched");
        assertThat(command().run("validate", "my.yaml").code()).isZero();
    }

    @Test
    void sendsWhatWasFetchedWithTheTemplate() throws IOException {
        command().run("fetch", "--allow-private", "my.yaml");
        try (ScriptedServer server = new ScriptedServer()) {
            command().on(server).run("plan", "my.yaml");

            JsonNode files = Json.parse(server.body("POST /plans")).path("files");
            assertThat(files.propertyNames())
                    .containsExactlyInAnyOrder(
                            "my.yaml",
                            web.url("/v1/types.yaml"),
                            web.url("/base.yaml"),
                            web.url("/scripts/create.sh"));
            assertThat(Json.text(files.path(web.url("/base.yaml")), "text")).isEqualTo(BASE);
        }
    }

    private Command command() {
        return new Command(folder).with("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }
}
