package floria.server.engine;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Forecast;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Request;
import floria.engine.deployment.Wish;
import floria.engine.plan.Change;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Command;
import floria.site.Key;
import floria.site.SiteContext;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Deployments that are changed, steered and mended. */
class ChangeTest {
    private static final String VOLUME =
            """
                volume:
                  type: tosca.nodes.Storage.BlockStorage
                  properties: {name: data, size: 1 GB}
            """;
    private static final String ATTACHED =
            """
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /data}}
            """;

    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            interface_types:
              test.Scaling:
                derived_from: tosca.interfaces.Root
                operations: {drain: {description: lets its work end}}
            relationship_types:
              test.Uses:
                derived_from: tosca.relationships.DependsOn
                interfaces:
                  Configure:
                    type: tosca.interfaces.relationship.Configure
                    operations:
                      remove_source:
                        implementation: a.sh
                        inputs: {was: {type: string, default: {get_attribute: [SOURCE, state]}}}
            node_types:
              test.App:
                derived_from: tosca.nodes.SoftwareComponent
                properties:
                  colour: {type: string, default: red}
                  label: {type: string, default: a, metadata: {floria.update: in_place}}
                interfaces:
                  Scaling: {type: test.Scaling, operations: {drain: a.sh}}
            topology_template:
              inputs:
                colour: {type: string, default: red}
                label: {type: string, default: a}
                memory: {type: scalar-unit.size, default: 1 GB}
              node_templates:
                volume:
                  type: tosca.nodes.Storage.BlockStorage
                  properties: {name: data, size: 1 GB}
                store:
                  type: tosca.nodes.Compute
                  capabilities: {host: {properties: {mem_size: {get_input: memory}}}}
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /data}}
                db:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: store}]
                  interfaces:
                    Standard: {operations: {create: a.sh, configure: a.sh, start: a.sh, stop: a.sh, delete: a.sh}}
                web:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 1, max_instances: 5, default_instances: 1}}
                app:
                  type: test.App
                  properties: {colour: {get_input: colour}, label: {get_input: label}}
                  requirements:
                    - host: web
                    - dependency:
                        node: db
                        relationship:
                          type: test.Uses
                          interfaces:
                            Configure:
                              operations:
                                pre_configure_source: a.sh
                                post_configure_target: a.sh
                                add_source: a.sh
                                target_changed: a.sh
                  interfaces:
                    Standard: {operations: {create: a.sh, configure: a.sh, start: a.sh, stop: a.sh, delete: a.sh}}
            """;

    @TempDir Path folder;

    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> ever = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failing = new TreeMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String gated = "";
    private World world;
    private SimulatedSite site;
    private Bench bench;
    private Deployment made;

    @BeforeEach
    void deploy() {
        world = World.inMemory();
        site = new SimulatedSite(SimulatedSettings.of("sim").withCommands(this::outcome), world);
        bench = new Bench(folder, new Halt(0), site);
        bench.engine.start();
        made =
                bench.deployments()
                        .create(Scope.LOCAL, request(TEMPLATE, Map.of()), Optional.empty());
        settled(Deployment.Status.RUNNING);
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
        ever.add(what);
        Optional.ofNullable(command.environment().get("was")).ifPresent(told::add);
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

    @Test
    void installsWithTheOperationsOfRelationshipsInTheirOrder() {
        assertThat(commands)
                .containsSubsequence(
                        "db.0 create",
                        "db.0 configure",
                        "db.0 post_configure_target",
                        "db.0 start",
                        "app.0 create",
                        "app.0 pre_configure_source",
                        "app.0 configure",
                        "app.0 start",
                        "db.0 add_source")
                .doesNotContain("app.0 target_changed");
    }

    @Test
    void aPropertyOfSoftwareIsChangedByConfiguringItAgain() {
        Wish wish = inputs("colour", Value.text("blue"));

        Forecast forecast = bench.deployments().forecast(Scope.LOCAL, "shop", wish);
        assertThat(kinds(forecast)).containsEntry("app", Change.Kind.RESTART);
        assertThat(kinds(forecast).values().stream().filter(kind -> kind != Change.Kind.NONE))
                .hasSize(1);
        assertThat(reasons(forecast, "app")).containsExactly("its property colour changes");

        Map<Key, Integer> creations = world.creations();
        change(wish);
        settled(Deployment.Status.RUNNING);

        assertThat(commands)
                .containsExactly(
                        "app.0 stop",
                        "app.0 pre_configure_source",
                        "app.0 configure",
                        "app.0 start");
        assertThat(world.creations()).isEqualTo(creations);
        assertThat(instances()).allSatisfy(one -> assertThat(one.revision()).isEqualTo(2));
        assertThat(bench.deployments().details(Scope.LOCAL, "shop").deployment().revision())
                .isEqualTo(2);
    }

    @Test
    void aPropertyThatItsTypeCallsInPlaceStopsNothing() {
        change(inputs("label", Value.text("b")));
        settled(Deployment.Status.RUNNING);

        assertThat(commands).containsExactly("app.0 configure");
    }

    @Test
    void aMachineThatIsChangedIsMadeAnewWithWhatItHosts() {
        Wish wish = inputs("memory", Value.text("2 GB"));
        Forecast forecast = bench.deployments().forecast(Scope.LOCAL, "shop", wish);
        assertThat(kinds(forecast))
                .containsEntry("store", Change.Kind.REPLACE)
                .containsEntry("db", Change.Kind.REPLACE)
                .containsEntry("volume", Change.Kind.NONE)
                .containsEntry("web", Change.Kind.NONE);
        assertThat(reasons(forecast, "store")).contains("its memory: 1000000000 → 2000000000");
        String before = one("store").id();

        change(wish);
        settled(Deployment.Status.RUNNING);

        assertThat(one("store").id()).isEqualTo(before);
        assertThat(one("store").generation()).isEqualTo(2);
        assertThat(commands)
                .containsSubsequence("db.0 stop", "db.0 delete", "db.0 create", "db.0 start");
        assertThat(world.resources()).hasSize(4);
        assertThat(volumesMade()).isEqualTo(1);
    }

    @Test
    void scalesOutAndInAndTellsTheOtherEndOfLinks() {
        change(scale("web", 3, false));
        settled(Deployment.Status.RUNNING);

        assertThat(indexes("web")).containsExactly(0, 1, 2);
        assertThat(indexes("app")).containsExactly(0, 1, 2);
        assertThat(commands)
                .contains("app.1 start", "app.2 start")
                .doesNotContain("app.0 start", "app.0 configure", "db.0 configure");
        assertThat(commands.stream().filter("db.0 add_source"::equals)).hasSize(2);

        commands.clear();
        change(new Wish.Scale(Map.of("web", new Wish.Amount(2, false)), List.of("web.1", "app.1")));
        settled(Deployment.Status.RUNNING);

        assertThat(indexes("web")).containsExactly(0, 2);
        assertThat(indexes("app")).containsExactly(0, 2);
        assertThat(commands)
                .containsExactly("app.1 drain", "app.1 stop", "app.1 delete", "db.0 remove_source");
        // Of the one that goes, not of those that stay.
        assertThat(told).containsExactly("deleted");
        assertThat(world.resources()).hasSize(5);
    }

    @Test
    void refusesMoreInstancesThanTheTemplateAllows() {
        assertThatThrownBy(() -> change(scale("app", 6, false)))
                .isInstanceOf(Refusal.class)
                .hasMessage("web cannot have 6 instances: its template allows 1 to 5");
    }

    @Test
    void twoQuickWishesEndWithWhatBothAskedFor() {
        gate = new CountDownLatch(1);
        gated = "app.1 create";
        change(scale("web", 1, true));
        org.awaitility.Awaitility.await().until(() -> commands.contains("app.1 create"));

        change(scale("web", 1, true));
        change(inputs("colour", Value.text("blue")));
        gate.countDown();
        settled(Deployment.Status.RUNNING);

        assertThat(indexes("app")).containsExactly(0, 1, 2);
        assertThat(ever.stream().filter("app.1 create"::equals)).hasSize(1);
        assertThat(instances()).allSatisfy(one -> assertThat(one.revision()).isEqualTo(4));
        assertThat(statuses())
                .containsExactly(
                        Run.Status.SUCCEEDED,
                        Run.Status.SUPERSEDED,
                        Run.Status.SUPERSEDED,
                        Run.Status.SUCCEEDED);
    }

    @Test
    void rollsBackToAnyEarlierRevision() {
        change(inputs("colour", Value.text("blue")));
        settled(Deployment.Status.RUNNING);
        change(scale("web", 2, false));
        settled(Deployment.Status.RUNNING);

        change(new Wish.Rollback(OptionalInt.of(1)));
        settled(Deployment.Status.RUNNING);

        assertThat(indexes("web")).containsExactly(0);
        assertThat(bench.deployments().revisions(Scope.LOCAL, "shop"))
                .extracting(revision -> revision.origin())
                .containsExactly(
                        "rolled back to 1", "scaled web to 2", "changed colour", "created");
        assertThat(
                        bench.deployments()
                                .revisions(Scope.LOCAL, "shop")
                                .getFirst()
                                .inputs()
                                .get("colour"))
                .isEqualTo(Value.text("red"));
    }

    @Test
    void healsWhatIsGone() {
        lose("web");
        Forecast forecast = bench.deployments().forecast(Scope.LOCAL, "shop", new Wish.Heal());
        assertThat(kinds(forecast))
                .containsEntry("web", Change.Kind.REPLACE)
                .containsEntry("app", Change.Kind.REPLACE)
                .containsEntry("db", Change.Kind.NONE);

        change(new Wish.Heal());
        settled(Deployment.Status.RUNNING);

        assertThat(commands)
                .startsWith("db.0 remove_source", "app.0 create")
                .contains("app.0 start")
                .doesNotContain("app.0 stop", "app.0 delete");
        assertThat(world.resources()).hasSize(4);
        assertThat(
                        kinds(bench.deployments().forecast(Scope.LOCAL, "shop", new Wish.Heal()))
                                .values())
                .containsOnly(Change.Kind.NONE);
    }

    @Test
    void goesOnFromTheFailedStepWhenToldTo() {
        failing.put("app.0 configure", 1);
        change(inputs("colour", Value.text("blue")));
        settled(Deployment.Status.FAILED);
        assertThat(commands).endsWith("app.0 configure");

        commands.clear();
        bench.deployments().retry(Scope.LOCAL, "shop");
        settled(Deployment.Status.RUNNING);

        assertThat(commands).containsExactly("app.0 configure", "app.0 start");
        assertThat(statuses()).first().isEqualTo(Run.Status.SUCCEEDED);
    }

    @Test
    void goesOnWithoutAStepForAReasonThatIsKept() {
        failing.put("app.0 configure", 9);
        change(inputs("colour", Value.text("blue")));
        settled(Deployment.Status.FAILED);

        bench.deployments().skip(Scope.LOCAL, "shop", "app/configure", "done by hand");
        settled(Deployment.Status.RUNNING);

        assertThat(commands).endsWith("app.0 configure", "app.0 start");
        assertThat(bench.deployments().details(Scope.LOCAL, "shop").steps())
                .filteredOn(step -> step.id().equals("app/configure"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step.error()).contains("skipped by local: done by hand"));
    }

    @Test
    void aWishGoesOnFromWhereAFailedOneStopped() {
        failing.put("app.0 configure", 1);
        change(inputs("colour", Value.text("blue")));
        settled(Deployment.Status.FAILED);
        commands.clear();

        change(inputs("colour", Value.text("green")));
        settled(Deployment.Status.RUNNING);

        assertThat(commands)
                .containsExactly("app.0 pre_configure_source", "app.0 configure", "app.0 start");
    }

    @Test
    void pausesBetweenStepsAndGoesOn() {
        gate = new CountDownLatch(1);
        gated = "app.0 stop";
        change(inputs("colour", Value.text("blue")));
        org.awaitility.Awaitility.await().until(() -> commands.contains("app.0 stop"));
        bench.deployments().pause(Scope.LOCAL, "shop");
        gate.countDown();
        settled(Deployment.Status.PAUSED);
        assertThat(commands).containsExactly("app.0 stop");

        bench.deployments().resume(Scope.LOCAL, "shop");
        settled(Deployment.Status.RUNNING);

        assertThat(commands)
                .containsExactly(
                        "app.0 stop",
                        "app.0 pre_configure_source",
                        "app.0 configure",
                        "app.0 start");
    }

    @Test
    void aPausedRunGivesWayToANewerWish() {
        gate = new CountDownLatch(1);
        gated = "app.0 stop";
        change(inputs("colour", Value.text("blue")));
        org.awaitility.Awaitility.await().until(() -> commands.contains("app.0 stop"));
        bench.deployments().pause(Scope.LOCAL, "shop");
        gate.countDown();
        settled(Deployment.Status.PAUSED);

        change(inputs("colour", Value.text("green")));
        settled(Deployment.Status.RUNNING);

        assertThat(statuses()).startsWith(Run.Status.SUCCEEDED, Run.Status.SUPERSEDED);
    }

    @Test
    void whatWasPausedWhileItWasTakenDownRefusesToBeChanged() {
        gate = new CountDownLatch(1);
        gated = "app.0 stop";
        bench.deployments().delete(Scope.LOCAL, "shop", false, false);
        org.awaitility.Awaitility.await().until(() -> commands.contains("app.0 stop"));
        bench.deployments().pause(Scope.LOCAL, "shop");
        gate.countDown();
        settled(Deployment.Status.PAUSED);

        assertThatThrownBy(() -> change(inputs("colour", Value.text("blue"))))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "shop was being taken down when it was paused, so it cannot be changed");
        bench.deployments().resume(Scope.LOCAL, "shop");
        settled(Deployment.Status.DELETED);
    }

    @Test
    void aForecastSaysWhatTheNewNumbersCost() {
        Forecast more = bench.deployments().forecast(Scope.LOCAL, "shop", scale("web", 3, false));
        BigDecimal one = more.before().of("web").orElseThrow().pricePerHour();
        assertThat(one).isPositive();
        assertThat(more.after().of("web").orElseThrow().pricePerHour())
                .isEqualByComparingTo(one.multiply(BigDecimal.valueOf(3)));
        assertThat(more.after().pricePerHour())
                .isEqualByComparingTo(
                        more.before().pricePerHour().add(one.multiply(BigDecimal.TWO)));
    }

    @Test
    void appliesAPlanOnlyToTheStateThatItWasMadeFrom() {
        Wish wish = inputs("colour", Value.text("blue"));
        String state = bench.deployments().forecast(Scope.LOCAL, "shop", wish).state();
        change(scale("web", 2, false));
        settled(Deployment.Status.RUNNING);

        assertThatThrownBy(() ->
                        bench.deployments()
                                .change(
                                        Scope.LOCAL,
                                        "shop",
                                        wish,
                                        new Consent(Optional.of(state), false),
                                        Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessage("shop has changed since this plan was made");
    }

    @Test
    void doesNotLoseDataUnlessToldTo() {
        String without = TEMPLATE.replace(VOLUME, "").replace(ATTACHED, "");
        Wish wish = new Wish.Update(Optional.of(request(without, Map.of())), Map.of());

        assertThatThrownBy(() -> change(wish))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("what is on volume would be lost");
        assertThat(volumesMade()).isEqualTo(1);

        bench.deployments()
                .change(
                        Scope.LOCAL,
                        "shop",
                        wish,
                        new Consent(Optional.empty(), true),
                        Optional.empty());
        settled(Deployment.Status.RUNNING);
        assertThat(world.resources()).hasSize(3);
    }

    @Test
    void aWishWithTheSameKeyIsTakenOnce() {
        for (int i = 0; i < 2; i++) {
            bench.deployments()
                    .change(
                            Scope.LOCAL,
                            "shop",
                            scale("web", 1, true),
                            Consent.NONE,
                            Optional.of("k"));
        }
        settled(Deployment.Status.RUNNING);

        assertThat(indexes("web")).containsExactly(0, 1);
    }

    @Test
    void removalByForceEndsAndSaysWhatIsLeft() {
        gate = new CountDownLatch(1);
        gated = "app.0 stop";
        bench.deployments().delete(Scope.LOCAL, "shop", false, false);
        org.awaitility.Awaitility.await().until(() -> commands.contains("app.0 stop"));

        bench.deployments().delete(Scope.LOCAL, "shop", false, true);
        settled(Deployment.Status.DELETED);
        gate.countDown();

        assertThat(world.resources()).isEmpty();
    }

    // ---- asking

    private void change(Wish wish) {
        commands.clear();
        bench.deployments().change(Scope.LOCAL, "shop", wish, Consent.NONE, Optional.empty());
    }

    private static Wish inputs(String name, Value value) {
        return new Wish.Update(Optional.empty(), Map.of(name, value));
    }

    private static Wish scale(String node, int number, boolean relative) {
        return new Wish.Scale(Map.of(node, new Wish.Amount(number, relative)), List.of());
    }

    private static Request request(String template, Map<String, Value> inputs) {
        return new Request(
                Optional.of("shop"),
                "t.yaml",
                Map.of(
                        "t.yaml",
                        new Source("file:t.yaml", template.getBytes(StandardCharsets.UTF_8)),
                        "a.sh",
                        new Source("file:a.sh", "echo\n".getBytes(StandardCharsets.UTF_8))),
                inputs,
                Optional.empty());
    }

    /** Waits until no run is open and the deployment is so. */
    private void settled(Deployment.Status status) {
        bench.await(
                made.id(),
                deployment ->
                        deployment.status() == status
                                && bench.store.runs(Scope.LOCAL, made.id()).stream()
                                        .noneMatch(run -> run.status() == Run.Status.ACTIVE));
    }

    private void lose(String node) {
        Key key =
                world.resources().stream()
                        .filter(one -> one.instance().equalsIgnoreCase(one(node).id()))
                        .findFirst()
                        .orElseThrow();
        site.release(
                new SiteContext("default", bench.store.installation(), Instant.MAX, () -> false),
                key);
    }

    // ---- looking

    private List<Instance> instances() {
        return bench.store.instances(Scope.LOCAL, made.id());
    }

    private Instance one(String node) {
        return instances().stream()
                .filter(instance -> instance.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private List<Integer> indexes(String node) {
        return instances().stream()
                .filter(instance -> instance.node().equals(node))
                .filter(instance -> instance.state() == Instance.State.STARTED)
                .map(Instance::index)
                .sorted()
                .toList();
    }

    private List<Run.Status> statuses() {
        return bench.store.runs(Scope.LOCAL, made.id()).stream().map(Run::status).toList();
    }

    private long volumesMade() {
        return world.creations().keySet().stream()
                .filter(key -> key.part() == Key.Part.VOLUME)
                .count();
    }

    private static Map<String, Change.Kind> kinds(Forecast forecast) {
        return forecast.plan().changes().stream()
                .collect(
                        Collectors.toMap(
                                change -> change.instance().label(),
                                Change::kind,
                                (one, _) -> one,
                                TreeMap::new));
    }

    private static List<String> reasons(Forecast forecast, String node) {
        return forecast.plan().changes().stream()
                .filter(change -> change.instance().label().equals(node))
                .flatMap(change -> change.reasons().stream())
                .toList();
    }
}
