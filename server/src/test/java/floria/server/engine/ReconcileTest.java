package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.pace.Rate;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Offer;
import floria.site.ResourceSpec;
import floria.site.SiteContext;
import floria.site.simulated.CommandScript;
import floria.site.simulated.FaultScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/** What is there is kept equal to what was promised. */
class ReconcileTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [floria]
            topology_template:
              node_templates:
                machine: {type: tosca.nodes.Compute}
                service:
                  type: floria.nodes.Service
                  properties:
                    health: {command: [check], failures: 2}
                  requirements: [{host: machine}]
                  interfaces:
                    Process: {operations: {run: a.sh}}
            """;

    /** With nothing on its machine that could notice by itself what becomes of it. */
    private static final String BARE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            imports: [floria]
            topology_template:
              node_templates:
                machine: {type: tosca.nodes.Compute}
            """;

    private static final Duration YOUNG = Duration.ofMinutes(10);
    private static final Duration GAP = Duration.ofMillis(5);

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-02T09:00:00Z"));
    private final AtomicInteger health = new AtomicInteger();
    private final AtomicLong cpu = new AtomicLong();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final World world = World.inMemory();
    private Bench bench;
    private SimulatedSite site;

    @BeforeEach
    void open() {
        open(SimulatedSettings.of("sim"));
    }

    private void open(SimulatedSettings settings) {
        site = new SimulatedSite(settings.withCommands(this::outcome), world, clock, Thread::sleep);
        bench = bench("one");
        // The runner alone; looks are made by hand.
        bench.engine.start();
    }

    private Bench bench(String process) {
        return new Bench(
                folder,
                new Halt(0),
                new Retry(2, Duration.ofMillis(1), Duration.ofMillis(2)),
                clock,
                Optional.of(
                        new Settings(
                                process,
                                Duration.ofDays(1),
                                2,
                                new Rate(GAP, 1),
                                YOUNG,
                                new Settings.Healing(Duration.ofMinutes(1), 3, Duration.ofHours(6)),
                                pause -> {
                                    pauses.add(pause);
                                    clock.pass(pause);
                                })),
                site);
    }

    @AfterEach
    void end() {
        bench.close();
        world.close();
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        if (command.id().startsWith("health-")) {
            return new CommandScript.Outcome(health.get(), List.of(), Duration.ZERO);
        }
        if (command.id().startsWith("activity-")) {
            return new CommandScript.Outcome(
                    0,
                    List.of(
                            new CommandScript.Line(Execution.Stream.OUT, "cpu " + cpu.get()),
                            new CommandScript.Line(Execution.Stream.OUT, "network 7")),
                    Duration.ZERO);
        }
        return new CommandScript.Outcome(0, List.of(), CommandScript.Outcome.FOR_EVER);
    }

    private Deployment deploy(String policies) {
        return deploy(TEMPLATE, policies);
    }

    private Deployment deploy(String nodes, String policies) {
        String template = policies.isEmpty() ? nodes : nodes + "  policies:\n" + policies;
        Deployment made =
                bench.deployments()
                        .create(Scope.LOCAL, Bench.request("shop", template), Optional.empty());
        return bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    private boolean look() throws InterruptedException {
        return bench.engine.reconciler().orElseThrow().look();
    }

    private List<Event> events(String type) {
        return bench.store.events(Scope.LOCAL, Optional.empty(), 0, 1000).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }

    private List<Run> runs(Deployment deployment) {
        return bench.store.runs(Scope.LOCAL, deployment.id());
    }

    private Key machine() {
        return world.resources().stream()
                .filter(key -> key.part() == Key.Part.MACHINE)
                .findFirst()
                .orElseThrow();
    }

    private SiteContext context() {
        return new SiteContext(
                "default",
                bench.store.installation(),
                clock.instant().plus(Duration.ofMinutes(1)),
                () -> false);
    }

    @Test
    void saysOnceWhatVanishedAndMendsNothingUnasked() throws InterruptedException {
        Deployment made = deploy(BARE, "");
        assertThat(look()).isTrue();
        assertThat(events("drift.found")).isEmpty();

        site.release(context(), machine());
        look();
        look();

        assertThat(events("drift.found"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.node()).contains("machine");
                    assertThat(event.data()).containsEntry("what", "vanished");
                });
        assertThat(bench.store.deployment(Scope.LOCAL, made.id()).orElseThrow())
                .satisfies(now -> {
                    assertThat(now.status()).isEqualTo(Deployment.Status.FAILED);
                    assertThat(now.error().orElse("")).contains("machine is not at site sim");
                });
        assertThat(runs(made)).hasSize(1);
    }

    @Test
    void saysThatWhatWasStoppedIsAsItShouldBeAgain() throws InterruptedException {
        Deployment made = deploy(BARE, "");
        site.stop(context(), machine());
        look();
        assertThat(events("drift.found")).hasSize(1);

        site.start(context(), machine());
        look();
        look();

        assertThat(events("drift.over")).hasSize(1);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    @Test
    void healsWherePolicySaysSo() throws InterruptedException {
        Deployment made = deploy(BARE, "    - mend: {type: floria.policies.Healing}\n");
        Key lost = machine();
        site.release(context(), lost);

        look();
        Deployment healed = bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(runs(healed).getFirst())
                .satisfies(run -> {
                    assertThat(run.kind()).isEqualTo(Run.Kind.HEAL);
                    assertThat(run.actor()).isEqualTo("floria");
                });
        assertThat(machine().generation()).isEqualTo(lost.generation() + 1);
        look();
        assertThat(events("drift.over")).hasSize(1);
    }

    @Test
    void healsWithGrowingPausesAndGivesUp() throws InterruptedException {
        Deployment made = deploy(BARE, "    - mend: {type: floria.policies.Healing}\n");
        for (int heals = 1; heals <= 3; heals++) {
            site.release(context(), machine());
            look();
            // The first at once, the second after a minute, the third after two more.
            if (heals > 1) {
                assertThat(runs(made)).hasSize(heals);
                clock.pass(Duration.ofMinutes(1L << (heals - 2)));
                look();
            }
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
            assertThat(runs(made)).hasSize(1 + heals);
        }

        site.release(context(), machine());
        clock.pass(Duration.ofHours(1));
        look();
        look();

        assertThat(runs(made)).hasSize(4);
        assertThat(events("heal.given_up")).hasSize(1);
    }

    @Test
    void looksAwayWherePolicySaysSo() throws InterruptedException {
        Deployment made =
                deploy(
                        BARE,
                        """
                            - away: {type: floria.policies.Healing, properties: {mode: leave}}
                        """);
        site.release(context(), machine());
        look();
        assertThat(events("drift.found")).isEmpty();
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    @Test
    void startsAnUnhealthyServiceAgain() throws InterruptedException {
        Deployment made = deploy("    - mend: {type: floria.policies.Healing}\n");
        health.set(1);
        look();
        assertThat(events("drift.found")).isEmpty();
        look();
        assertThat(events("drift.found"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.node()).contains("service");
                    assertThat(event.message())
                            .isEqualTo("service is unhealthy: its health check exits with 1");
                });
        health.set(0);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        look();
        assertThat(events("drift.over")).hasSize(1);
    }

    @Test
    void knowsNothingOfWhatASiteDoesNotAnswer() throws InterruptedException {
        bench.close();
        open(
                SimulatedSettings.of("sim")
                        .withFaults(
                                FaultScript.none()
                                        .always(
                                                FaultScript.Call.OBSERVE,
                                                Fault.of(
                                                        Fault.Kind.UNREACHABLE,
                                                        Fault.Scope.SITE,
                                                        "no answer"))));
        Deployment made = deploy(BARE, "");
        site.release(context(), machine());
        look();
        assertThat(events("drift.found")).isEmpty();
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    @Test
    void asksASiteInBatchesAndAtItsPace() throws InterruptedException {
        for (String name : List.of("a", "b", "c")) {
            Deployment made =
                    bench.deployments()
                            .create(Scope.LOCAL, Bench.request(name, TEMPLATE), Optional.empty());
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        }
        pauses.clear();
        look();
        int resources = world.resources().size();
        // The calls of two keys each, and the one for what is owned.
        assertThat(pauses).hasSize((resources + 1) / 2 + 1).doesNotHaveDuplicates();
        assertThat(pauses.getFirst()).isLessThan(GAP);
        assertThat(pauses.subList(1, pauses.size()))
                .allSatisfy(pause -> assertThat(pause).isBetween(GAP, GAP.multipliedBy(3)));
    }

    @Test
    void releasesWhatBelongsToNothingAtALaterLook() throws InterruptedException {
        Deployment made = deploy("");
        Key kept = machine();
        Key stray = orphan("01aaaaaaaaaaaaaaaaaaaaaaaa");
        Key older = new Key(kept.installation(), kept.instance(), Key.Part.MACHINE, 1);
        assertThat(older).isEqualTo(kept);

        look();
        assertThat(world.resources()).contains(stray);
        look();
        assertThat(world.resources()).contains(stray);
        clock.pass(YOUNG);
        look();

        assertThat(world.resources()).doesNotContain(stray).contains(kept);
        assertThat(events("orphan.found")).hasSize(1);
        assertThat(events("orphan.released"))
                .singleElement()
                .satisfies(event -> assertThat(event.deployment()).isEqualTo(made.id()));
    }

    @Test
    void neverReleasesAVolumeThatNothingIsKnownOf() throws InterruptedException {
        deploy("");
        Key key =
                new Key(
                        bench.store.installation(),
                        "01aaaaaaaaaaaaaaaaaaaaaaaa",
                        Key.Part.VOLUME,
                        1);
        site.ensure(
                context(),
                List.of(
                        new ResourceSpec.Volume(
                                key,
                                new ResourceSpec.Labels("default", "shop", "data"),
                                offer(Offer.Kind.VOLUME),
                                1 << 20)));
        look();
        clock.pass(YOUNG.multipliedBy(3));
        look();
        assertThat(world.resources()).contains(key);
        assertThat(events("orphan.found")).hasSize(1);
        assertThat(events("orphan.released")).isEmpty();
    }

    private String offer(Offer.Kind kind) {
        return site.offers(context()).stream()
                .filter(offer -> offer.realises().contains(kind))
                .map(Offer::id)
                .findFirst()
                .orElseThrow();
    }

    private Key orphan(String instance) {
        Key key = new Key(bench.store.installation(), instance, Key.Part.MACHINE, 1);
        site.ensure(
                context(),
                List.of(
                        new ResourceSpec.Machine(
                                key,
                                new ResourceSpec.Labels("default", "shop", "machine"),
                                offer(Offer.Kind.MACHINE),
                                Hardware.of(1, 1 << 20, 1 << 20),
                                Optional.empty(),
                                "stray",
                                List.of(),
                                List.of(),
                                List.of())));
        return key;
    }

    @Test
    void onlyOneProcessLooks() throws InterruptedException {
        deploy("");
        assertThat(look()).isTrue();
        try (Bench other = bench("two")) {
            assertThat(other.engine.reconciler().orElseThrow().look()).isFalse();
            clock.pass(Duration.ofDays(4));
            assertThat(other.engine.reconciler().orElseThrow().look()).isTrue();
            assertThat(look()).isFalse();
        }
        assertThat(look()).isTrue();
    }

    @Test
    void warnsBeforeALifetimeEndsAndKeepsTheData() throws InterruptedException {
        Deployment made =
                deploy(
                        """
                            - end:
                                type: floria.policies.Lifetime
                                properties: {ttl: 2 h, warning: 10 m}
                        """);
        clock.pass(Duration.ofMinutes(109));
        look();
        assertThat(events("lifetime.warning")).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        look();
        look();
        assertThat(events("lifetime.warning"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data()).containsEntry("at", "2026-03-02T11:00:00Z"));
        clock.pass(Duration.ofMinutes(10));
        look();
        bench.awaitStatus(made.id(), Deployment.Status.DATA_KEPT);
        assertThat(events("lifetime.ended")).hasSize(1);
    }

    @Test
    void endsWhatDoesNothingAnyMore() throws InterruptedException {
        Deployment made =
                deploy(
                        """
                            - idle:
                                type: floria.policies.IdleStop
                                properties: {after: 1 h, warning: 10 m}
                        """);
        look();
        for (int busy = 0; busy < 4; busy++) {
            clock.pass(Duration.ofMinutes(30));
            cpu.addAndGet(Duration.ofMinutes(5).toMillis() * 1000);
            look();
        }
        assertThat(events("lifetime.warning")).isEmpty();
        clock.pass(Duration.ofMinutes(50));
        look();
        assertThat(events("lifetime.warning")).hasSize(1);
        clock.pass(Duration.ofMinutes(10));
        look();
        bench.awaitStatus(made.id(), Deployment.Status.DATA_KEPT);
    }

    @Test
    void endsWithTheWorkingHours() throws InterruptedException {
        Deployment made =
                deploy(
                        """
                            - hours:
                                type: floria.policies.WorkingHours
                                properties: {to: "18:00", zone: Europe/Rome, warning: 1 h}
                        """);
        clock.pass(Duration.ofHours(7));
        look();
        assertThat(events("lifetime.warning"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data()).containsEntry("at", "2026-03-02T17:00:00Z"));
        clock.pass(Duration.ofHours(1));
        look();
        bench.awaitStatus(made.id(), Deployment.Status.DATA_KEPT);

        // Brought up outside of the hours it stays until they end the next time.
        clock.pass(Duration.ofHours(2));
        deploy(
                """
                    - hours:
                        type: floria.policies.WorkingHours
                        properties: {to: "18:00", zone: Europe/Rome}
                """);
        look();
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        clock.pass(Duration.ofHours(23));
        look();
        bench.awaitStatus(made.id(), Deployment.Status.DATA_KEPT);
    }
}
