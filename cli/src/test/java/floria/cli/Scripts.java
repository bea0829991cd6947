package floria.cli;

/** What a server says in the tests: one deployment of two nodes. */
final class Scripts {
    static final String ID = "01J0000000000000000000000A";
    static final String RUN = "01J0000000000000000000000R";
    static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_0
            topology_template:
              inputs:
                cpus:
                  type: integer
                  default: 1
              node_templates:
                box:
                  type: tosca.nodes.Compute
            """;
    static final String PLAN =
            """
            {"name":"demo","problems":[],"placement":{"assignments":[
              {"node":"box","site":"lab","offer":"small","pricePerHour":0.25,
               "reason":"the cheapest offer with 1 CPU"}],
              "pricePerHour":0.25,"currency":"EUR","reasons":["lab is the only site"],
              "rejected":[{"node":"box","site":"far","offer":"large","reasons":["costs 2.00 EUR"]}]},
             "steps":[{"id":"box/create","kind":"resource","node":"box","dependsOn":[],"reason":""},
              {"id":"app/start","kind":"operation","node":"app","dependsOn":["box/create"],
               "reason":""}]}
            """;

    private Scripts() {}

    static ScriptedServer deploying(ScriptedServer server, String end, String... events) {
        server.json("POST /plans", PLAN);
        server.answer("POST /deployments", 202, "application/json", deployment("deploying"));
        server.json("GET /deployments/" + ID, details(end));
        server.json(
                "GET /deployments/" + ID + "/outputs",
                "{\"outputs\":{\"url\":\"http://127.0.0.1:8888/?token=t0p\",\"cores\":4}}");
        return server.events(events);
    }

    static String deployment(String status) {
        return "{\"id\":\"%s\",\"name\":\"demo\",\"project\":\"default\",\"owner\":\"local\",\"status\":\"%s\",\"revision\":1,\"createdAt\":\"2026-03-01T11:57:00Z\",\"updatedAt\":\"2026-03-01T11:58:00Z\"}"
                .formatted(ID, status);
    }

    static String details(String status) {
        return """
        {"id":"%s","name":"demo","owner":"local","status":"%s","revision":1,
         "createdAt":"2026-03-01T11:57:00Z","error":"%s",
         "nodes":[{"node":"box","index":0,"state":"started","site":"lab","offer":"small",
                   "attributes":{"private_address":"10.0.0.2"}},
                  {"node":"app","index":0,"state":"error","site":"","offer":"","attributes":{}}],
         "runs":[{"id":"%s","kind":"install","status":"active","actor":"local",
                  "createdAt":"2026-03-01T11:57:00Z"}],
         "steps":[{"id":"box/create","node":"box","state":"succeeded","attempt":1},
                  {"id":"app/start","node":"app","state":"failed","attempt":3,
                   "error":"the script ended with code 7","endedAt":"2026-03-01T11:58:00Z"}],
         "outputs":{"url":"***"}}
        """
                .formatted(
                        ID, status, status.equals("failed") ? "Step app/start failed." : "", RUN);
    }

    static String event(int second, String type, String node, String message, String data) {
        return "{\"at\":\"2026-03-01T11:57:%02dZ\",\"deployment\":\"%s\",\"run\":\"%s\",\"node\":\"%s\",\"actor\":\"local\",\"type\":\"%s\",\"message\":\"%s\",\"data\":%s}"
                .formatted(second, ID, RUN, node, type, message, data);
    }

    static String log(int second, String step, String text) {
        return "{\"at\":\"2026-03-01T11:57:%02dZ\",\"node\":\"app\",\"step\":\"%s\",\"stream\":\"out\",\"number\":1,\"text\":\"%s\",\"run\":\"%s\",\"type\":\"log\"}"
                .formatted(second, step, text, RUN);
    }
}
