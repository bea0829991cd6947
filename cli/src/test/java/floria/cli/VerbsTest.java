package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.api.Json;

import static org.assertj.core.api.Assertions.assertThat;

class VerbsTest {
    @TempDir private Path folder;
    private ScriptedServer server;
    private Command command;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        command = new Command(folder).on(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsDeploymentsInAlignedColumns() {
        server.json("GET /deployments", "{\"items\":[" + Scripts.deployment("running") + "]}");

        Command.Outcome outcome = command.run("ls");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        NAME  STATUS   AGE  ID
                        demo  running  3m   01J0000000000000000000000A
                        """);
        assertThat(server.requests()).containsExactly("GET /deployments {deleted=false}");
    }

    @Test
    void listsOneDeploymentALineAsJson() {
        server.json(
                "GET /deployments",
                "{\"items\":["
                        + Scripts.deployment("running")
                        + ","
                        + Scripts.deployment("failed")
                        + "]}");

        assertThat(command.run("ls", "--all", "--json").out().lines())
                .containsExactly(Scripts.deployment("running"), Scripts.deployment("failed"));
    }

    @Test
    void showsNodesRunsAndMaskedOutputs() {
        server.json("GET /deployments/demo", Scripts.details("failed"));
        server.json(
                "GET /usage", "{\"items\":[],\"total\":{\"costs\":{\"EUR\":0.3},\"unpriced\":0}}");

        assertThat(command.run("show", "demo").out())
                .isEqualTo(
                        """
                        demo  failed  01J0000000000000000000000A
                          made 2026-03-01T11:57:00Z by local, revision 1
                          Step app/start failed.
                          cost so far 0.30 EUR

                        Nodes
                          NODE  STATE    SITE  OFFER
                          box   started  lab   small
                          app   error

                        Attributes
                          NODE  ATTRIBUTE        VALUE
                          box   private_address  10.0.0.2

                        Unfinished steps
                          STEP       STATE   ATTEMPT  ERROR
                          app/start  failed  3        the script ended with code 7

                        Runs
                          RUN      STATUS  STARTED               BY
                          install  active  2026-03-01T11:57:00Z  local

                        Outputs
                          url  ***
                        """);
    }

    @Test
    void printsOneOutputForScripts() {
        server.json(
                "GET /deployments/demo/outputs", "{\"outputs\":{\"url\":\"http://x\",\"n\":[1]}}");

        assertThat(command.run("outputs", "demo", "url").out()).isEqualTo("http://x\n");
        assertThat(command.run("outputs", "demo", "n").out()).isEqualTo("[1]\n");
        Command.Outcome missing = command.run("outputs", "demo", "link");
        assertThat(missing.code()).isEqualTo(Exit.NOT_FOUND.code());
        assertThat(missing.err()).contains("demo has no output link.", "It has: url, n.");
    }

    @Test
    void printsLogsUntilThereAreNoMore() {
        server.json("GET /deployments/demo", Scripts.details("running"));
        server.events(Scripts.log(1, "app/start", "one"), Scripts.log(2, "app/start", "two"));

        Command.Outcome outcome = command.run("logs", "demo", "--node", "app");

        assertThat(outcome.out()).containsSubsequence("app/start one\n", "app/start two\n");
        assertThat(server.requests())
                .contains("GET /deployments/" + Scripts.ID + "/logs {after=2, node=app}");
    }

    @Test
    void takesDownAndWaitsUntilItIsGone() {
        server.answer(
                "DELETE /deployments/demo",
                202,
                "application/json",
                Scripts.deployment("deleting"));
        server.json("GET /deployments/" + Scripts.ID, Scripts.details("data_kept"));
        server.events(Scripts.event(1, "run.finished", "", "The run ended.", "{}"));

        Command.Outcome outcome = command.run("down", "demo", "--keep-data");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).endsWith("✔ demo is gone, its data kept.\n");
        assertThat(server.requests()).contains("DELETE /deployments/demo {keepData=true}");
    }

    @Test
    void aSecondDownSaysThatThereIsNothing() {
        Command.Outcome outcome = command.run("down", "demo");

        assertThat(outcome.code()).isEqualTo(Exit.NOT_FOUND.code());
        assertThat(outcome.err()).contains("There is no /deployments/demo.");
    }

    @Test
    void errorsAreJsonWhereJsonIsAskedFor() {
        Command.Outcome outcome = command.run("show", "demo", "--json");

        assertThat(outcome.err()).isEmpty();
        assertThat(Json.parse(outcome.out()).path("error").path("exitCode").asInt(0)).isEqualTo(7);
    }

    @Test
    void copiesFromAnInstance() throws IOException {
        server.answer("GET /deployments/demo/files", 200, "application/octet-stream", "content");

        Command.Outcome outcome = command.run("cp", "demo:app.2:work/model.bin", ".", "--json");

        assertThat(outcome.code()).isZero();
        assertThat(Files.readString(folder.resolve("model.bin"))).isEqualTo("content");
        assertThat(server.requests())
                .containsExactly(
                        "GET /deployments/demo/files {index=2, node=app, path=work/model.bin}");
    }

    @Test
    void leavesNothingBehindWhenThereIsNoSuchFile() throws IOException {
        Command.Outcome outcome = command.run("cp", "demo:app:none", "here");

        assertThat(outcome.code()).isEqualTo(Exit.NOT_FOUND.code());
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void copiesToAnInstance() throws IOException {
        server.answer("PUT /deployments/demo/files", 204, "text/plain", "");
        Files.writeString(folder.resolve("data.csv"), "1,2");

        assertThat(command.run("cp", "data.csv", "demo:app:in/").code()).isZero();

        assertThat(server.body("PUT /deployments/demo/files")).isEqualTo("1,2");
        assertThat(server.requests())
                .containsExactly(
                        "PUT /deployments/demo/files {index=0, node=app, path=in/data.csv}");
    }

    @Test
    void listsSitesWithOffersAndFaults() {
        server.json(
                "GET /sites",
                """
                {"items":[{"name":"lab","kind":"containers","offers":[
                   {"id":"host","realises":["machine","volume"],"pricePerHour":0,"currency":"EUR"}]},
                  {"name":"far","kind":"containers","offers":[],
                   "fault":{"message":"nothing listens on the socket"}}]}
                """);

        assertThat(command.run("sites").out())
                .isEqualTo(
                        """
                        SITE  KIND        OFFER        GIVES            PER HOUR
                        lab   containers  host         machine, volume  free
                        far   containers  nothing now
                        far: nothing listens on the socket
                        """);
    }

    @Test
    void printsWhereThePortalIsWithASignIn() {
        server.answer("POST /sessions/codes", 201, "application/json", "{\"code\":\"once\"}");

        assertThat(command.run("portal").out()).endsWith("/portal/#code=once\n").startsWith("http");
    }

    @Test
    void listsOffersWithWhatIsExpectedOfThem() {
        server.json(
                "GET /offers",
                """
                {"items":[{"site":"lab","offer":{"id":"g1","region":"eu","cpus":8,
                   "memoryBytes":32000000000,"gpus":1,"gpuModel":"A100"},
                   "pricePerHour":2.40,"currency":"EUR",
                   "experience":{"success":0.91,"readySeconds":45,"attempts":3.5}},
                  {"site":"far","offer":{"id":"g2","cpus":4,"memoryBytes":16500000000,"gpus":0},
                   "pricePerHour":0,"currency":"EUR",
                   "experience":{"success":0.95,"readySeconds":60,"attempts":0}}],"nearest":[]}
                """);

        Command.Outcome outcome =
                command.run("offers", "--gpu", "A100:1", "--gpu-memory", "40", "--limit", "2");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        SITE  OFFER  REGION  CPUS  MEMORY   GPUS      PER HOUR  EXPECTED
                        lab   g1     eu      8     32 GB    1 × A100  2.4 EUR   45 s, 91 %
                        far   g2             4     16.5 GB            free
                        """);
        assertThat(server.requests())
                .containsExactly("GET /offers {gpu=A100:1, gpuMemory=40, limit=2}");
    }

    @Test
    void saysWhatWouldFitWhereNoOfferDoes() {
        server.json(
                "GET /offers",
                "{\"items\":[],\"nearest\":[\"it fits on lab/g1 with 1 GPUs instead of 2\"]}");

        assertThat(command.run("offers", "--gpu", "A100:2").out())
                .isEqualTo(
                        """
                        No site offers that.
                          it fits on lab/g1 with 1 GPUs instead of 2
                        """);
    }

    @Test
    void showsWhyEverythingIsWhereItIs() {
        server.json(
                "GET /deployments/demo",
                """
                {"id":"d1","name":"demo","status":"running","revision":1,"nodes":[],"runs":[],
                 "steps":[],"outputs":{},
                 "placement":{"assignments":[{"node":"m","site":"lab","offer":"s",
                    "pricePerHour":0.1,"reason":"smallest sufficient offer at the lowest price"}],
                   "pricePerHour":0.1,"currency":"EUR","reasons":["far costs 0.2 EUR per hour, lab 0.1"],
                   "rejected":[{"node":"m","site":"far","offer":"x","reasons":["needs 2 CPUs, has 1"]}],
                   "explanation":{"terms":[{"name":"compute","amount":2.4,"words":"0.1 EUR per hour for 24 h"}],
                     "alternatives":[{"what":"all on far","words":"costs more"}],"gap":0}}}
                """);
        server.json(
                "GET /usage", "{\"items\":[],\"total\":{\"costs\":{\"EUR\":0.3},\"unpriced\":0}}");

        assertThat(command.run("show", "demo", "--why").out())
                .contains(
                        "far costs 0.2 EUR per hour, lab 0.1",
                        "compute  2.40 EUR",
                        "all on far: costs more",
                        "m not on far/x: needs 2 CPUs, has 1");
        assertThat(command.run("show", "demo").out()).doesNotContain("compute");
    }

    @Test
    void addsAndListsWebhooks() throws IOException {
        Path secret = Files.writeString(folder.resolve("hook.key"), "0123456789abcdef\n");
        server.answer("POST /webhooks", 201, "application/json", "{\"id\":\"w1\"}");
        assertThat(
                        command.run(
                                        "webhooks",
                                        "add",
                                        "https://example.org/hook",
                                        "--secret-file",
                                        secret.toString(),
                                        "--events",
                                        "deployment.status,drift.*")
                                .out())
                .isEqualTo("Webhook w1 is called from the next event on.\n");
        assertThat(Json.parse(server.body("POST /webhooks")).toString())
                .isEqualTo(
                        "{\"url\":\"https://example.org/hook\",\"secret\":\"0123456789abcdef\","
                                + "\"events\":[\"deployment.status\",\"drift.*\"]}");

        server.json(
                "GET /webhooks",
                """
                {"items":[{"id":"w1","url":"https://example.org/hook","events":["*"],
                  "error":"it answers with status 500"}]}
                """);
        assertThat(command.run("webhooks", "ls").out())
                .isEqualTo(
                        """
                        WEBHOOK  ADDRESS                   EVENTS  STATE
                        w1       https://example.org/hook  *       it answers with status 500
                        """);
    }

    @Test
    void cancelSaysWhatComesNext() {
        server.answer("POST /deployments/demo/cancel", 202, "application/json", "{\"id\":\"r\"}");

        assertThat(command.run("cancel", "demo").out()).contains("floria events -f demo");
    }

    @Test
    void aWrongTokenIsSaid() {
        Command.Outcome outcome = command.with("FLORIA_TOKEN", "other").run("ls");

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.err()).contains("does not accept the token", "FLORIA_TOKEN");
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        server.close();

        Command.Outcome outcome = command.run("ls");

        assertThat(outcome.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(outcome.err()).contains("No server answers at " + server.url());
    }

    @Test
    void saysWhichServerIsUsed() {
        assertThat(Json.parse(command.run("server", "status", "--json").out()))
                .isEqualTo(
                        Json.object()
                                .put("running", true)
                                .put("url", server.url().toString())
                                .put("version", "1.2"));
    }
}
