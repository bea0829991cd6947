package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.site.Command;
import floria.site.Key;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Workflows of a template, carried out. */
class WorkflowTest {
    private static final String NODES =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            interface_types:
              test.Care:
                derived_from: tosca.interfaces.Root
                operations: {dump: {}, mend: {}, tell: {}}
            node_types:
              test.App:
                derived_from: tosca.nodes.SoftwareComponent
                interfaces:
                  Care: {type: test.Care, operations: {dump: a.sh, mend: a.sh, tell: a.sh}}
                  Standard: {operations: {create: a.sh, configure: a.sh, start: a.sh, stop: a.sh, delete: a.sh}}
            topology_template:
              node_templates:
                machine:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 1, max_instances: 5, default_instances: 2}}
                other: {type: tosca.nodes.Compute}
                web: {type: test.App, requirements: [{host: machine}]}
                db:
                  type: test.App
                  requirements:
                    - host: other
                    - dependency:
                        node: web
                        relationship:
                          type: tosca.relationships.DependsOn
                          interfaces: {Configure: {operations: {target_changed: a.sh}}}
            """;

    private static final String CUSTOM =
            """
              groups:
                both: {type: tosca.groups.Root, members: [web, db]}
              workflows:
                backup:
                  inputs:
                    label: {type: string}
                    copies: {type: integer, default: 2}
                  preconditions:
                    - target: db
                      condition: [{state: [{equal: started}]}]
                  steps:
                    one:
                      target: db
                      activities: [{call_operation: {operation: Care.dump, inputs: {label: {get_input: label}, copies: {get_input: copies}}}}]
                      on_success: [join]
                    two:
                      target: web
                      activities: [{call_operation: Care.dump}]
                      on_success: [join]
                    join:
                      target: db
                      activities: [{call_operation: Care.tell}, {set_state: saved}]
                rescue:
                  steps:
                    try:
                      target: web
                      activities: [{call_operation: Care.dump}]
                      on_success: [good]
                      on_failure: [bad]
                    good: {target: web, activities: [{call_operation: Care.tell}]}
                    bad: {target: db, activities: [{call_operation: Care.mend}], on_success: [after]}
                    after: {target: db, activities: [{call_operation: Care.tell}]}
                fragile:
                  steps:
                    try: {target: db, activities: [{call_operation: Care.dump}], on_success: [then]}
                    then: {target: db, activities: [{call_operation: Care.tell}]}
                picky:
                  steps:
                    only:
                      target: both
                      filter: [{state: [{equal: saved}]}]
                      activities: [{call_operation: Care.dump}]
                      on_success: [last]
                    last: {target: db, activities: [{call_operation: Care.tell}]}
                nested:
                  inputs: {word: {type: string, default: hello}}
                  steps:
                    first:
                      target: db
                      activities:
                        - call_operation: Care.mend
                        - inline: {workflow: backup, inputs: {label: {get_input: word}}}
                        - call_operation: Care.mend
                linked:
                  steps:
                    tell:
                      target: db
                      target_relationship: dependency
                      activities: [{call_operation: Configure.target_changed}]
                script:
                  metadata: {floria.host: web}
                  inputs: {word: {type: string, default: hello}}
                  implementation: a.sh
                bounce:
                  steps:
                    down: {target: web, activities: [{delegate: stop}], on_success: [up]}
                    up: {target: web, activities: [{delegate: start}]}
                renew:
                  steps:
                    down: {target: db, activities: [{delegate: undeploy}], on_success: [machine]}
                    machine: {target: other, activities: [{delegate: undeploy}, {delegate: deploy}], on_success: [up]}
                    up: {target: db, activities: [{delegate: deploy}]}
            """;

    @TempDir Path folder;

    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> environments = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failing = new TreeMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String gated = "";
    private World world;
    private Bench bench;

    @BeforeEach
    void open() {
        world = World.inMemory();
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        new SimulatedSite(
                                SimulatedSettings.of("sim").withCommands(this::outcome), world));
        bench.engine.start();
    }

    @AfterEach
    void end() {
        bench.close();
        world.close();
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        String what =
                command.environment().get("FLORIA_NODE")
                        + "."
                        + command.environment().get("FLORIA_INSTANCE")
                        + " "
                        + command.environment()
                                .getOrDefault("FLORIA_OPERATION", "")
                                .replaceFirst("^[A-Za-z]+\\.", "");
        commands.add(what);
        environments.add(command.environment());
        if (what.equals(gated)) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        int exit = 0;
        synchronized (failing) {
            if (failing.getOrDefault(what, 0) > 0) {
                failing.merge(what, -1, Integer::sum);
                exit = 3;
            }
        }
        return new CommandScript.Outcome(exit, List.of(), Duration.ZERO);
    }

    private Deployment deploy(String workflows) {
        Deployment made =
                bench.deployments()
                        .create(
                                Scope.LOCAL,
                                Bench.request("shop", NODES + workflows),
                                Optional.empty());
        return bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    private Run begin(String workflow, Map<String, Value> inputs) {
        return bench.deployments()
                .run(Scope.LOCAL, "shop", new Errand.Flow(workflow, inputs), Optional.empty());
    }

    private Run run(String workflow, Map<String, Value> inputs) {
        commands.clear();
        environments.clear();
        return ended(begin(workflow, inputs));
    }

    private Run ended(Run run) {
        return Awaitility.await()
                .atMost(Bench.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> bench.store.run(run.id()).orElseThrow(),
                        now -> now.status().isFinal());
    }

    private Map<String, Step.State> steps(Run run) {
        return bench.deployments().steps(Scope.LOCAL, "shop", run.id()).stream()
                .collect(Collectors.toMap(Step::id, Step::state, (one, _) -> one, TreeMap::new));
    }

    private Instance instance(String label) {
        return bench.deployments().details(Scope.LOCAL, "shop").instances().stream()
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private Deployment.Status status() {
        return bench.deployments().get(Scope.LOCAL, "shop").status();
    }

    @Test
    void stepsSideBySideAreJoinedByTheOneThatBothLeadTo() {
        deploy(CUSTOM);

        Run run = run("backup", Map.of("label", Value.text("monday")));

        assertThat(run.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsExactlyInAnyOrder("db.0 dump", "web.0 dump", "web.1 dump", "db.0 tell");
        assertThat(commands.getLast()).isEqualTo("db.0 tell");
        assertThat(environments)
                .filteredOn(one -> "Care.dump".equals(one.get("FLORIA_OPERATION")))
                .filteredOn(one -> "db".equals(one.get("FLORIA_NODE")))
                .singleElement()
                .satisfies(one ->
                        assertThat(one)
                                .containsEntry("label", "monday")
                                .containsEntry("copies", "2"));
        assertThat(instance("db").attributes()).containsEntry("state", Value.text("saved"));
        assertThat(status()).isEqualTo(Deployment.Status.RUNNING);
        assertThat(bench.deployments().get(Scope.LOCAL, "shop").revision()).isEqualTo(1);
    }

    @Test
    void whatFailsIsSeenToByTheStepThatItNames() {
        deploy(CUSTOM);
        failing.put("web.1 dump", 1);

        Run run = run("rescue", Map.of());

        assertThat(run.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsExactlyInAnyOrder("web.0 dump", "web.1 dump", "db.0 mend", "db.0 tell")
                .containsSubsequence("web.1 dump", "db.0 mend", "db.0 tell");
        assertThat(steps(run)).containsEntry("web/good:tell", Step.State.SKIPPED);
        assertThat(status()).isEqualTo(Deployment.Status.RUNNING);

        Run well = run("rescue", Map.of());
        assertThat(well.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsExactlyInAnyOrder("web.0 dump", "web.1 dump", "web.0 tell", "web.1 tell");
    }

    @Test
    void aFailureThatNobodySeesToStopsTheRunWhichCanBeGoneOnWith() {
        deploy(CUSTOM);
        failing.put("db.0 dump", 1);

        Run run = run("fragile", Map.of());
        assertThat(run.status()).isEqualTo(Run.Status.FAILED);
        assertThat(commands).containsExactly("db.0 dump");
        // That a copy could not be made says nothing of what runs.
        assertThat(status()).isEqualTo(Deployment.Status.RUNNING);
        assertThat(instance("db").state()).isEqualTo(Instance.State.STARTED);
        assertThat(events("run.finished").getLast().message())
                .startsWith("workflow fragile failed: db/try:dump: ");

        bench.deployments().retry(Scope.LOCAL, "shop");
        assertThat(ended(run).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands).containsExactly("db.0 dump", "db.0 dump", "db.0 tell");

        failing.put("db.0 dump", 1);
        Run again = run("fragile", Map.of());
        bench.deployments().skip(Scope.LOCAL, "shop", "db/try:dump", "done by hand");
        assertThat(ended(again).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands).containsExactly("db.0 dump", "db.0 tell");
    }

    @Test
    void aFilterLeavesOutWhatItIsNotTrueOf() {
        deploy(CUSTOM);
        run("picky", Map.of());
        assertThat(commands).containsExactly("db.0 tell");

        run("backup", Map.of("label", Value.text("x")));
        run("picky", Map.of());
        assertThat(commands).containsExactly("db.0 dump", "db.0 tell");
    }

    @Test
    void aWorkflowRunsWithinAnother() {
        deploy(CUSTOM);

        Run run = run("nested", Map.of());

        assertThat(run.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands.getFirst()).isEqualTo("db.0 mend");
        assertThat(commands.getLast()).isEqualTo("db.0 mend");
        assertThat(commands).hasSize(6);
        assertThat(environments).anySatisfy(one -> assertThat(one).containsEntry("label", "hello"));
    }

    @Test
    void whatIsDelegatedIsDoneAsFloriaWouldDoIt() {
        deploy(CUSTOM);

        assertThat(run("bounce", Map.of()).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsExactlyInAnyOrder(
                        "web.0 stop", "web.1 stop", "web.0 start", "web.1 start");
        assertThat(instance("web.1").state()).isEqualTo(Instance.State.STARTED);

        assertThat(run("renew", Map.of()).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsExactly(
                        "db.0 stop", "db.0 delete", "db.0 create", "db.0 configure", "db.0 start");
        assertThat(instance("other").generation()).isEqualTo(2);
        assertThat(world.resources()).hasSize(4);
    }

    @Test
    void operationsOfRelationshipsAndWholeProgramsAreRun() {
        deploy(CUSTOM);

        assertThat(run("linked", Map.of()).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands).containsExactly("db.0 target_changed", "db.0 target_changed");
        assertThat(environments)
                .extracting(one -> one.get("FLORIA_TARGET_INSTANCE"))
                .containsExactlyInAnyOrder("0", "1");

        assertThat(run("script", Map.of("word", Value.text("bye"))).status())
                .isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands).containsExactly("web.0 script");
        assertThat(environments.getFirst()).containsEntry("word", "bye");
    }

    @Test
    void refusesWithAllMistakesAtOnce() {
        deploy(CUSTOM);

        assertThatThrownBy(() -> begin("backpu", Map.of()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.hint().orElse("")).contains("backup"));
        assertThatThrownBy(() ->
                        begin(
                                "backup",
                                Map.of("copies", Value.text("many"), "lable", Value.text("x"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.problems())
                                        .extracting(Problem::code)
                                        .containsExactlyInAnyOrder(
                                                "unknown-input", "missing-input", "wrong-type"));
    }

    @Test
    void refusesWhatAPreconditionIsAgainst() {
        deploy(CUSTOM);
        run("backup", Map.of("label", Value.text("x")));

        assertThatThrownBy(() -> begin("backup", Map.of("label", Value.text("x"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("precondition of backup does not hold: db");
    }

    @Test
    void waitsForWhatIsUnderWayAndIsWaitedFor() {
        Deployment made = deploy(CUSTOM);
        gated = "db.0 dump";
        gate = new CountDownLatch(1);
        commands.clear();
        Run first = begin("fragile", Map.of());
        Awaitility.await().until(() -> commands.contains("db.0 dump"));

        Run second = begin("rescue", Map.of());
        bench.deployments()
                .change(
                        Scope.LOCAL,
                        "shop",
                        new Wish.Scale(Map.of("machine", new Wish.Amount(3, false)), List.of()),
                        Consent.NONE,
                        Optional.empty());
        Run third = begin("rescue", Map.of());
        gate.countDown();

        assertThat(ended(third).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(bench.store.runs(Scope.LOCAL, made.id()))
                .extracting(Run::status)
                .containsOnly(Run.Status.SUCCEEDED);
        assertThat(commands)
                .containsSubsequence(
                        "db.0 tell", "web.1 tell", "web.2 create", "web.2 dump", "web.2 tell")
                .containsOnlyOnce("web.2 create");
        assertThat(ended(first).status()).isEqualTo(ended(second).status());
    }

    @Test
    void isPausedResumedAndCancelled() {
        deploy(CUSTOM);
        gated = "db.0 dump";
        gate = new CountDownLatch(1);
        commands.clear();
        Run run = begin("fragile", Map.of());
        Awaitility.await().until(() -> commands.contains("db.0 dump"));
        bench.deployments().pause(Scope.LOCAL, "shop");
        gate.countDown();
        Awaitility.await()
                .until(() -> bench.store.run(run.id()).orElseThrow().status() == Run.Status.PAUSED);
        assertThat(commands).containsExactly("db.0 dump");

        bench.deployments().resume(Scope.LOCAL, "shop");
        assertThat(ended(run).status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(commands).containsExactly("db.0 dump", "db.0 tell");

        gate = new CountDownLatch(1);
        commands.clear();
        Run next = begin("fragile", Map.of());
        Awaitility.await().until(() -> commands.contains("db.0 dump"));
        bench.deployments().cancel(Scope.LOCAL, "shop");
        gate.countDown();
        assertThat(ended(next).status()).isEqualTo(Run.Status.CANCELLED);
        assertThat(status()).isEqualTo(Deployment.Status.RUNNING);
    }

    @Test
    void deployAndUndeployTakeThePlaceOfFloriasOwnPlans() {
        String plans =
                """
                  workflows:
                    deploy:
                      steps:
                        machines: {target: machine, activities: [{delegate: deploy}], on_success: [web]}
                        web:
                          target: web
                          activities: [{set_state: creating}, {call_operation: Care.mend}, {set_state: started}]
                          on_success: [tell]
                        tell: {target: web, activities: [{call_operation: Care.tell}]}
                        other: {target: other, activities: [{delegate: deploy}], on_success: [db]}
                        db: {target: db, activities: [{delegate: deploy}]}
                    undeploy:
                      steps:
                        dump: {target: db, activities: [{call_operation: Care.dump}], on_success: [tell]}
                        tell: {target: web, activities: [{call_operation: Care.tell}]}
                """;
        assertThat(
                        bench.deployments()
                                .plan(Scope.LOCAL, Bench.request("shop", NODES + plans))
                                .steps())
                .extracting(Step::reason)
                .contains("web calls Care.mend", "web sets the state to started");
        Deployment made = deploy(plans);

        assertThat(commands)
                .containsSubsequence("web.0 mend", "web.0 tell")
                .containsSubsequence("db.0 create", "db.0 configure", "db.0 start")
                .doesNotContain("web.0 create", "web.0 start");
        assertThat(bench.deployments().details(Scope.LOCAL, "shop").instances())
                .extracting(Instance::state)
                .containsOnly(Instance.State.STARTED);

        commands.clear();
        failing.put("db.0 dump", 1);
        bench.deployments().delete(Scope.LOCAL, "shop", false, false);
        bench.awaitStatus(made.id(), Deployment.Status.DELETED);
        assertThat(commands).containsExactlyInAnyOrder("db.0 dump", "web.0 tell", "web.1 tell");
        assertThat(world.resources()).isEmpty();
    }

    private List<Event> events(String type) {
        return bench
                .store
                .events(
                        Scope.LOCAL,
                        Optional.of(bench.deployments().get(Scope.LOCAL, "shop").id()),
                        0,
                        1_000)
                .stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }
}
