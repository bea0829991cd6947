package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Request;
import floria.engine.deployment.Wish;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.placement.Placement;
import floria.placement.Preferences;
import floria.placement.experience.Experience.Subject;
import floria.placement.experience.Ledger;
import floria.placement.failover.Attempts;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Offer;
import floria.site.simulated.FaultScript;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Sites that fail, and runs that go on somewhere else. */
class FailoverTest {
    private static final Scope OTHER = new Scope("physics", "bob");

    private static final String MACHINE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                machine: {type: tosca.nodes.Compute}
            """;

    private static final String TWO =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                db: {type: tosca.nodes.Compute, requirements: [{dependency: first}]}
                first: {type: tosca.nodes.Compute}
              policies:
                - there: {type: tosca.policies.Placement, targets: [first]}
            """;

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final List<World> worlds = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // every test starts it first
    private Bench bench;

    @AfterEach
    void end() {
        bench.close();
        worlds.forEach(World::close);
    }

    private void start(SimulatedSite... sites) {
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        new Retry(2, Duration.ofMillis(1), Duration.ofMillis(2)),
                        clock,
                        Optional.empty(),
                        sites);
        bench.engine.start();
    }

    private SimulatedSite site(String name, FaultScript faults, Offer... offers) {
        World world = World.inMemory();
        worlds.add(world);
        return new SimulatedSite(
                SimulatedSettings.of(name).withOffers(List.of(offers)).withFaults(faults),
                world,
                clock,
                clock::pass);
    }

    private static Offer offer(String id, String zone, String price) {
        Offer whole = SimulatedSettings.offer(id, Hardware.of(4, 8L << 30, 1L << 40), price);
        return new Offer(
                id,
                whole.realises(),
                whole.capacity(),
                false,
                whole.pricePerHour(),
                "EUR",
                whole.available(),
                Optional.of(zone));
    }

    private static Fault fault(Fault.Kind kind, Fault.Scope scope) {
        return Fault.of(kind, scope, kind + " of the " + scope);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.Kind.CAPACITY, Fault.Scope.OFFER, "a/m2", "a/m2"),
                Arguments.of(Fault.Kind.CAPACITY, Fault.Scope.ZONE, "a/m3", "a/m3"),
                Arguments.of(Fault.Kind.QUOTA, Fault.Scope.SITE, "b/m1", "b/m1"),
                Arguments.of(Fault.Kind.AUTHORIZATION, Fault.Scope.CREDENTIAL, "b/m1", "a/m1"),
                Arguments.of(Fault.Kind.TRANSIENT, Fault.Scope.ZONE, "a/m3", "a/m3"),
                Arguments.of(Fault.Kind.UNREACHABLE, Fault.Scope.SITE, "b/m1", "b/m1"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void goesOnWhereTheFaultDoesNotReachAndSparesTheNextUser(
            Fault.Kind kind, Fault.Scope scope, String then, String another) {
        start(
                site(
                        "a",
                        FaultScript.none().failing(Call.BOOT, 1, fault(kind, scope)),
                        offer("m1", "z1", "0.10"),
                        offer("m2", "z1", "0.12"),
                        offer("m3", "z2", "0.14")),
                site("b", FaultScript.none(), offer("m1", "z1", "0.16")));

        Deployment made = create(Scope.LOCAL, MACHINE, Attempts.USUAL);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(place(made.id(), "machine")).isEqualTo(then);
        assertThat(bench.deployments().revisions(Scope.LOCAL, made.id()).getFirst().origin())
                .isEqualTo(then + " instead of a/m1 for machine: " + kind + " of the " + scope);
        assertThat(bench.store.blocks())
                .singleElement()
                .satisfies(block -> {
                    assertThat(block.target().scope()).isEqualTo(scope);
                    assertThat(block.target().site()).isEqualTo("a");
                    assertThat(block.times()).isEqualTo(1);
                });
        assertThat(bench.store.runs(Scope.LOCAL, made.id()))
                .extracting(Run::status)
                .containsExactly(Run.Status.SUCCEEDED, Run.Status.SUPERSEDED);
        assertThat(events(made.id())).contains("placement.failover");

        Placement next =
                bench.deployments().plan(OTHER, Bench.request("mine", MACHINE)).placement();
        assertThat(at(next, "machine")).isEqualTo(another);
    }

    @Test
    void theBlockEndsAfterAWhileAndGrowsWhenItFailsAgain() {
        Fault full = fault(Fault.Kind.CAPACITY, Fault.Scope.SITE);
        start(
                site(
                        "a",
                        FaultScript.none().failing(Call.BOOT, 1, full).failing(Call.BOOT, 2, full),
                        offer("m", "z", "0.10")),
                site("b", FaultScript.none(), offer("m", "z", "0.20")));
        Deployment one = create(Scope.LOCAL, MACHINE, Attempts.USUAL);
        bench.awaitStatus(one.id(), Deployment.Status.RUNNING);
        assertThat(at(planned(MACHINE), "machine")).isEqualTo("b/m");

        clock.pass(Duration.ofMinutes(3));
        assertThat(at(planned(MACHINE), "machine")).isEqualTo("a/m");

        Deployment two = create(OTHER, MACHINE, Attempts.USUAL);
        bench.await(OTHER, two.id(), Deployment.Status.RUNNING);
        assertThat(bench.store.blocks())
                .singleElement()
                .satisfies(block -> assertThat(block.times()).isEqualTo(2));
        clock.pass(Duration.ofMinutes(3));
        assertThat(at(planned(MACHINE), "machine")).isEqualTo("b/m");
        clock.pass(Duration.ofMinutes(2));

        Deployment three = create(new Scope("third", "eve"), MACHINE, Attempts.USUAL);
        bench.await(new Scope("third", "eve"), three.id(), Deployment.Status.RUNNING);
        assertThat(bench.store.blocks()).isEmpty();
    }

    @Test
    void whatIsMadeAlreadyStaysWhereItIs() {
        String apart =
                TWO.replace(
                                "{type: tosca.policies.Placement, targets: [first]}",
                                "{type: floria.policies.Placement, targets: [first], properties: {sites: [home]}}")
                        .replace("topology_template:", "imports: [floria]\ntopology_template:");
        start(
                site(
                        "a",
                        FaultScript.none()
                                .always(Call.BOOT, fault(Fault.Kind.QUOTA, Fault.Scope.SITE)),
                        offer("m", "z", "0.01")),
                site("home", FaultScript.none(), offer("m", "z", "0.50")));

        Deployment made = create(Scope.LOCAL, apart, Attempts.USUAL);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(place(made.id(), "first")).isEqualTo("home/m");
        assertThat(place(made.id(), "db")).isEqualTo("home/m");
        assertThat(instance(made.id(), "first").generation()).isEqualTo(1);
        assertThat(instance(made.id(), "db").generation()).isEqualTo(2);
        assertThat(worlds.getFirst().resources()).isEmpty();
        assertThat(worlds.get(1).creations().values()).allMatch(times -> times == 1);
    }

    /** What runs may be at work; that another finds no room beside it is no reason to end it. */
    @Test
    void oneMoreGoesElsewhereAndThoseThatStandStay() {
        start(
                site(
                        "a",
                        FaultScript.none()
                                .failing(
                                        Call.BOOT,
                                        2,
                                        fault(Fault.Kind.CAPACITY, Fault.Scope.OFFER)),
                        offer("m1", "z1", "0.10"),
                        offer("m2", "z2", "0.12")));
        Deployment made = create(Scope.LOCAL, MACHINE, Attempts.USUAL);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        bench.deployments()
                .change(
                        Scope.LOCAL,
                        made.id(),
                        new Wish.Scale(Map.of("machine", new Wish.Amount(2, false)), List.of()),
                        Consent.NONE,
                        Optional.empty());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> events(made.id()).contains("placement.failover"));
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(
                        bench.store.instances(Scope.LOCAL, made.id()).stream()
                                .filter(one -> one.node().equals("machine"))
                                .map(one -> one.index() + " " + one.offer()))
                .containsExactlyInAnyOrder("0 m1", "1 m2");
        assertThat(instance(made.id(), "machine").generation()).isEqualTo(1);
        assertThat(worlds.getFirst().creations().values()).allMatch(times -> times == 1);
    }

    @Test
    void whatIsBoundToItMovesWithIt() {
        String bound =
                """
                tosca_definitions_version: tosca_simple_yaml_1_3
                topology_template:
                  node_templates:
                    volume: {type: tosca.nodes.Storage.BlockStorage, properties: {name: d, size: 1 GB}}
                    machine:
                      type: tosca.nodes.Compute
                      requirements:
                        - local_storage:
                            node: volume
                            relationship: {type: tosca.relationships.AttachesTo, properties: {location: /d}}
                """;
        start(
                site(
                        "a",
                        FaultScript.none()
                                .always(Call.BOOT, fault(Fault.Kind.CAPACITY, Fault.Scope.SITE)),
                        offer("m", "z", "0.01")),
                site("b", FaultScript.none(), offer("m", "z", "0.50")));

        Deployment made = create(Scope.LOCAL, bound, Attempts.USUAL);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(place(made.id(), "volume")).isEqualTo("b/m");
        assertThat(place(made.id(), "machine")).isEqualTo("b/m");
        assertThat(worlds.getFirst().resources()).isEmpty();
        assertThat(worlds.get(1).resources()).hasSize(3);
    }

    @Test
    void attemptsEndWithTheirNumberInTheOrderOfPrices() {
        FaultScript full =
                FaultScript.none().always(Call.BOOT, fault(Fault.Kind.CAPACITY, Fault.Scope.SITE));
        start(
                site("c", full, offer("m", "z", "0.30")),
                site("a", full, offer("m", "z", "0.10")),
                site("b", full, offer("m", "z", "0.20")));

        Deployment made = create(Scope.LOCAL, MACHINE, new Attempts(2, Duration.ofHours(1)));
        Deployment failed = bench.awaitStatus(made.id(), Deployment.Status.FAILED);

        assertThat(bench.deployments().revisions(Scope.LOCAL, made.id()))
                .extracting(revision -> at(revision.placement(), "machine"))
                .containsExactly("b/m", "a/m");
        assertThat(failed.error().orElse("")).contains("CAPACITY of the SITE");
        assertThat(bench.store.blocks())
                .extracting(block -> block.target().site())
                .containsExactlyInAnyOrder("a", "b");
        bench.deployments().delete(Scope.LOCAL, made.id(), false, false);
        bench.awaitStatus(made.id(), Deployment.Status.DELETED);
        assertThat(worlds).allMatch(world -> world.resources().isEmpty());
    }

    @Test
    void attemptsEndWithTheirTimeAndWhereOnlyOneSiteIsAllowed() {
        FaultScript full =
                FaultScript.none().always(Call.BOOT, fault(Fault.Kind.CAPACITY, Fault.Scope.SITE));
        start(site("a", full, offer("m", "z", "0.10")), site("b", full, offer("m", "z", "0.20")));

        Deployment late = create(Scope.LOCAL, MACHINE, new Attempts(9, Duration.ZERO));
        bench.awaitStatus(late.id(), Deployment.Status.FAILED);
        assertThat(bench.store.runs(Scope.LOCAL, late.id())).hasSize(1);

        Request request = Bench.request("named", MACHINE);
        Deployment named =
                bench.deployments()
                        .create(
                                Scope.LOCAL,
                                new Request(
                                        request.name(),
                                        request.template(),
                                        request.files(),
                                        Map.of(),
                                        Optional.of("a")),
                                Optional.empty());
        bench.awaitStatus(named.id(), Deployment.Status.FAILED);
        assertThat(bench.store.runs(Scope.LOCAL, named.id())).hasSize(1);
        // Nothing else does: it is tried again, and that is said.
        assertThat(bench.deployments().revisions(Scope.LOCAL, "named").getFirst().placement())
                .satisfies(placement ->
                        assertThat(placement.reasons())
                                .anyMatch(reason ->
                                        reason.startsWith("a/m failed")
                                                && reason.endsWith("nothing else does")));
    }

    @Test
    void whatIsLearntOfOffersDecidesBetweenEqualPrices() {
        Fault broken = fault(Fault.Kind.INTERNAL, Fault.Scope.RESOURCE);
        start(
                site(
                        "a",
                        FaultScript.none()
                                .failing(Call.BOOT, 1, broken)
                                .failing(Call.BOOT, 2, broken),
                        offer("m", "z", "0.10")),
                site("b", FaultScript.none(), offer("m", "z", "0.10")));
        assertThat(at(planned(MACHINE), "machine")).isEqualTo("a/m");

        for (String name : List.of("one", "two")) {
            Deployment made =
                    bench.deployments()
                            .create(Scope.LOCAL, Bench.request(name, MACHINE), Optional.empty());
            bench.await(
                    made.id(),
                    now ->
                            now.status() == Deployment.Status.FAILED
                                    || now.status() == Deployment.Status.RUNNING);
        }

        Map<Subject, Ledger.Sums> known = bench.store.experience();
        assertThat(known.get(new Subject("a", "m")))
                .isNotNull()
                .satisfies(sums -> assertThat(sums.failures()).isGreaterThan(0));
        assertThat(at(planned(MACHINE), "machine")).isEqualTo("b/m");
        assertThat(bench.store.blocks()).isEmpty();
    }

    private Deployment create(Scope scope, String template, Attempts attempts) {
        Request request = Bench.request("one", template);
        return bench.deployments()
                .create(
                        scope,
                        new Request(
                                request.name(),
                                request.template(),
                                request.files(),
                                Map.of(),
                                Optional.empty(),
                                Preferences.BALANCED,
                                attempts),
                        Optional.empty());
    }

    private Placement planned(String template) {
        return bench.deployments().plan(Scope.LOCAL, Bench.request("plan", template)).placement();
    }

    private String place(String deployment, String node) {
        Instance instance = instance(deployment, node);
        return instance.site() + "/" + instance.offer();
    }

    private Instance instance(String deployment, String node) {
        return bench.store.instances(Scope.LOCAL, deployment).stream()
                .filter(one -> one.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static String at(Placement placement, String node) {
        return placement.of(node).map(one -> one.site() + "/" + one.offer()).orElse("");
    }

    private List<String> events(String deployment) {
        return bench.store.events(Scope.LOCAL, Optional.of(deployment), 0, 1_000).stream()
                .map(Event::type)
                .toList();
    }
}
