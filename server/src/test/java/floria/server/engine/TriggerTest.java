package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Errand;
import floria.engine.deployment.Refusal;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.StoreException;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Key;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Policies that act by themselves. */
class TriggerTest {
    private static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                machine:
                  type: tosca.nodes.Compute
                  capabilities:
                    scalable: {properties: {min_instances: 1, max_instances: 2, default_instances: 1}}
                app:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: machine}]
                  interfaces:
                    Standard: {operations: {configure: a.sh, start: a.sh, stop: a.sh}}
              workflows:
                tidy: {steps: {only: {target: app, activities: [{call_operation: Standard.configure}]}}}
                spoil: {steps: {only: {target: app, activities: [{set_state: error}]}}}
            """;

    private static final String NIGHTLY =
            """
              policies:
                - night:
                    type: tosca.policies.Root
                    triggers:
                      tidy: {event: cron 0 3 * * *, action: [{inline: tidy}]}
            """;

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-02T09:00:00Z"));
    private final AtomicLong cpu = new AtomicLong();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final World world = World.inMemory();
    private Bench bench;

    @BeforeEach
    void open() {
        bench = bench(new Halt(0));
    }

    private Bench bench(Halt halt) {
        Bench one =
                new Bench(
                        folder,
                        halt,
                        new Retry(2, Duration.ofMillis(1), Duration.ofMillis(2)),
                        clock,
                        Optional.of(Settings.standard("one")),
                        new SimulatedSite(
                                SimulatedSettings.of("sim").withCommands(this::outcome),
                                world,
                                clock,
                                Thread::sleep));
        return one;
    }

    @AfterEach
    void end() {
        bench.close();
        world.close();
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        if (command.id().startsWith("activity-")) {
            return new CommandScript.Outcome(
                    0,
                    List.of(
                            new CommandScript.Line(Execution.Stream.OUT, "cpu " + cpu.get()),
                            new CommandScript.Line(Execution.Stream.OUT, "network 7")),
                    Duration.ZERO);
        }
        commands.add(command.environment().getOrDefault("FLORIA_OPERATION", ""));
        return new CommandScript.Outcome(0, List.of(), Duration.ZERO);
    }

    private Deployment deploy(String policies) {
        bench.engine.start();
        Deployment made =
                bench.deployments()
                        .create(
                                Scope.LOCAL,
                                Bench.request("shop", TEMPLATE + policies),
                                Optional.of("install"));
        Deployment running = bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        commands.clear();
        return running;
    }

    /** Looks, and waits until what that began has ended. */
    private void look() {
        assertThat(bench.engine.triggers().orElseThrow().look()).isTrue();
        settled();
    }

    private void settled() {
        Awaitility.await()
                .atMost(Bench.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> runs().stream().allMatch(run -> run.status().isFinal()));
    }

    private List<Run> runs() {
        return bench.store.runs(Scope.LOCAL, bench.deployments().get(Scope.LOCAL, "shop").id());
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

    @Test
    void aScheduleFiresOnceForEachOfItsMoments() {
        deploy(NIGHTLY);
        look();
        assertThat(runs()).hasSize(1);

        clock.pass(Duration.ofHours(18));
        look();
        look();
        assertThat(runs()).hasSize(2);
        assertThat(commands).containsExactly("Standard.configure");
        assertThat(runs().getFirst().actor()).isEqualTo("policy night");
        assertThat(events("trigger.fired"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.actor()).isEqualTo("policy night");
                    assertThat(event.message())
                            .isEqualTo("night/tidy acts: it is 2026-03-03T03:00:00Z");
                });

        // Of what was missed, once is made up for.
        clock.pass(Duration.ofDays(3));
        look();
        look();
        assertThat(runs()).hasSize(3);
    }

    @Test
    void firesOnceWhereverThePowerFails() {
        deploy(NIGHTLY);
        clock.pass(Duration.ofHours(18));
        bench.close();
        Halt never = new Halt(0);
        bench = bench(never);
        long before = never.crossed();
        bench.engine.triggers().orElseThrow().look();
        long boundaries = never.crossed() - before;
        assertThat(boundaries).isGreaterThan(3);
        int expected = runs().size();
        assertThat(expected).isEqualTo(2);
        bench.engine.start();
        settled();

        for (long at = 1; at <= boundaries; at++) {
            clock.pass(Duration.ofDays(1));
            bench.close();
            Halt halt = new Halt(at);
            bench = bench(halt);
            assertThatThrownBy(() -> bench.engine.triggers().orElseThrow().look())
                    .isInstanceOfAny(Halt.PowerLost.class, StoreException.class);
            die();
            bench = bench(new Halt(0));
            bench.engine.start();
            settled();
            look();
            expected++;
            assertThat(runs()).describedAs("power lost at boundary %d", at).hasSize(expected);
            assertThat(events("trigger.fired")).hasSize(expected - 1);
        }
    }

    private void die() {
        try {
            bench.close();
        } catch (Halt.PowerLost _) {
            // A process without power gives nothing up.
        }
    }

    @Test
    void whatHappensToANodeFiresAndIsMended() {
        Deployment made =
                deploy(
                        """
                          policies:
                            - care:
                                type: tosca.policies.Root
                                targets: [app]
                                triggers:
                                  mend: {event: state error, action: [{delegate: restart}]}
                        """);
        Run spoil =
                bench.deployments()
                        .run(
                                Scope.LOCAL,
                                "shop",
                                new Errand.Flow("spoil", Map.of()),
                                Optional.empty());
        bench.await(
                made.id(),
                deployment ->
                        deployment.status() == Deployment.Status.FAILED
                                || bench.store.run(spoil.id()).orElseThrow().status().isFinal());
        settled();
        look();

        assertThat(commands)
                .containsExactly("Standard.stop", "Standard.configure", "Standard.start");
        assertThat(bench.deployments().get(Scope.LOCAL, "shop").status())
                .isEqualTo(Deployment.Status.RUNNING);
        assertThat(bench.deployments().details(Scope.LOCAL, "shop").instances())
                .extracting(Instance::state)
                .containsOnly(Instance.State.STARTED);
        look();
        assertThat(events("trigger.fired"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.message()).isEqualTo("care/mend acts: app is error"));
    }

    @Test
    void whatIsMeasuredScalesWithinTheBounds() {
        deploy(
                """
                  policies:
                    - load:
                        type: tosca.policies.Scaling
                        targets: [machine]
                        triggers:
                          out:
                            event: busy
                            condition: {constraint: [{cpu_percent: [{greater_than: 80}]}], period: 3 m, evaluations: 3, method: average}
                            action: [{delegate: scale_out}]
                """);
        work(30);
        work(95);
        work(99);
        assertThat(runs()).hasSize(1);
        work(99);
        assertThat(runs()).hasSize(2);
        assertThat(runs().getFirst().kind()).isEqualTo(Run.Kind.SCALE);
        assertThat(bench.deployments().revisions(Scope.LOCAL, "shop").getFirst().origin())
                .isEqualTo("scaled machine to 2");
        assertThat(events("trigger.fired").getFirst().message())
                .startsWith("load/out acts: its condition is true of machine: cpu_percent is 99");

        // There may not be more than two.
        for (int minute = 0; minute < 12; minute++) {
            work(99);
        }
        assertThat(runs()).hasSize(2);
    }

    private void work(int percent) {
        clock.pass(Duration.ofMinutes(1));
        cpu.addAndGet(percent * 600_000L);
        look();
    }

    @Test
    void refusesAMomentThatThereIsNot() {
        assertThatThrownBy(() -> deploy(NIGHTLY.replace("0 3 * * *", "0 25 * * *")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.problems().getFirst().message())
                                        .isEqualTo(
                                                "the event 'cron 0 25 * * *' of trigger 'tidy' is no moment: '25' is not a number from 0 to 23"));
    }
}
