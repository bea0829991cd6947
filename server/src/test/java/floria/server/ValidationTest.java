package floria.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Templates and archives over HTTP, checked by the processor itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ValidationTest {
    private static final String TOLERATED =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            metadata: { size: 7 }
            imports:
              - types: types.yaml
            """;
    private static final String TYPES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            node_types:
              my.Box: { derived_from: tosca.nodes.Root }
            """;

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(Duration.ofSeconds(15), Wiring.class);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void takesWhatIsToleratedForAnErrorIfAskedTo() {
        Map<String, byte[]> files =
                Map.of("t.yaml", TOLERATED.getBytes(UTF_8), "types.yaml", TYPES.getBytes(UTF_8));

        JsonNode lenient = validate("", "t.yaml", files);
        JsonNode strict = validate("?strict=true", "t.yaml", files);

        assertThat(lenient.path("valid").asBoolean()).isTrue();
        assertThat(lenient.path("problems").values())
                .isNotEmpty()
                .allMatch(problem -> problem.path("severity").asString().equals("warning"));
        assertThat(strict.path("valid").asBoolean()).isFalse();
        assertThat(strict.path("problems").values())
                .extracting(problem -> problem.path("code").asString())
                .contains("named-import");
    }

    @Test
    void saysThatStrictIsYesOrNo() {
        assertThat(server.post("/api/v1/validate?strict=perhaps", "{}").status()).isEqualTo(400);
    }

    @Test
    void checksAnArchive() throws IOException {
        byte[] archive =
                zip(
                        Map.of(
                                "TOSCA.meta",
                                "CSAR-Version: 2.0\nEntry-Definitions: in/t.yaml\n",
                                "in/t.yaml",
                                """
                                tosca_definitions_version: tosca_simple_yaml_1_3
                                imports: [ types.yaml ]
                                topology_template:
                                  node_templates:
                                    good: { type: my.Box }
                                    bad: { type: my.Bax }
                                """,
                                "in/types.yaml",
                                TYPES));

        JsonNode answer = validate("", "web.csar", Map.of("web.csar", archive));

        assertThat(answer.path("valid").asBoolean()).isFalse();
        assertThat(answer.path("problems").size()).isEqualTo(1);
        JsonNode problem = answer.path("problems").path(0);
        assertThat(problem.path("code").asString()).isEqualTo("unknown-type");
        assertThat(problem.path("file").asString()).isEqualTo("web.csar!/in/t.yaml");
        assertThat(problem.path("line").asInt()).isEqualTo(6);
        assertThat(problem.path("hint").asString()).isEqualTo("did you mean 'my.Box'?");
    }

    @Test
    void takesWhatIsImportedFromTheWebWithTheTemplate() {
        String template =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                imports: [ "https://example.org/types/all.yaml" ]
                topology_template:
                  node_templates:
                    box: { type: my.Box }
                """;
        String all = "tosca_definitions_version: tosca_simple_yaml_1_3\nimports: [ box.yaml ]\n";

        JsonNode alone = validate("", "t.yaml", Map.of("t.yaml", template.getBytes(UTF_8)));
        JsonNode whole =
                validate(
                        "",
                        "t.yaml",
                        Map.of(
                                "t.yaml",
                                template.getBytes(UTF_8),
                                "https://example.org/types/all.yaml",
                                all.getBytes(UTF_8),
                                "https://example.org/types/box.yaml",
                                TYPES.getBytes(UTF_8)));

        assertThat(alone.path("problems").path(0).path("code").asString())
                .isEqualTo("import-not-found");
        assertThat(whole.toString()).isEqualTo("{\"valid\":true,\"problems\":[]}");
    }

    @Test
    void refusesAddressesThatAreNotInTheirPlainForm() {
        for (String address : new String[] {"https://u:p@a.org/x", "https://A.org/x", "http://"}) {
            TestServer.Answer answer =
                    server.post(
                            "/api/v1/validate",
                            request("t.yaml", Map.of("t.yaml", new byte[0], address, new byte[0])));

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    private JsonNode validate(String query, String template, Map<String, byte[]> files) {
        TestServer.Answer answer =
                server.post("/api/v1/validate" + query, request(template, files));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String request(String template, Map<String, byte[]> files) {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("template", template);
        ObjectNode all = request.putObject("files");
        files.forEach((path, bytes) ->
                all.putObject(path).put("base64", Base64.getEncoder().encodeToString(bytes)));
        return request.toString();
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
