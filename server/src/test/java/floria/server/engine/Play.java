package floria.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.plan.Kinds;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.StoreException;
import floria.site.Key;
import floria.site.SiteException;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqlStore;
import floria.tosca.value.Value;

import static floria.server.engine.Promise.Wanted.GONE;
import static floria.server.engine.Promise.Wanted.KEPT;
import static floria.server.engine.Promise.Wanted.UP;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays a life of acts with one deployment, process after process on one store, then lets
 * everything work again and compares what there is with what was promised.
 */
final class Play implements AutoCloseable {
    private static final String NAME = "model";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int TRIES = 12;

    private final Supplier<SqlStore> stores;
    private final SetClock clock = new SetClock(Instant.EPOCH.plus(Duration.ofDays(20_000)));
    private final World world = World.inMemory();
    private final Mishaps mishaps = new Mishaps();
    private final Promise promise = new Promise();
    private Fuse fuse = new Fuse();
    private @Nullable Bench bench;
    private Optional<String> made = Optional.empty();
    private int keys;

    /**
     * @param stores opens the one store again
     */
    Play(Supplier<SqlStore> stores) {
        this.stores = stores;
    }

    void play(List<Act> acts) {
        acts.forEach(this::act);
        comeTrue();
    }

    // ---- processes

    private Bench bench() {
        Bench now = bench;
        if (now != null && !fuse.isDead()) {
            return now;
        }
        end();
        fuse = new Fuse();
        SimulatedSettings settings = SimulatedSettings.of("sim").withCommands(mishaps);
        Bench next =
                new Bench(
                        stores.get(),
                        clock,
                        fuse,
                        POLL,
                        Bench.whenTold("model"),
                        mishaps.over(new SimulatedSite(settings, world)));
        bench = next;
        next.engine.start();
        return next;
    }

    private void end() {
        Bench last = bench;
        bench = null;
        if (last != null) {
            try {
                last.close();
            } catch (Halt.PowerLost | StoreException e) {
                assertThat(fuse.isDead()).describedAs("%s", e).isTrue();
            }
        }
    }

    @Override
    public void close() {
        end();
        world.close();
    }

    /** Asks until somebody answers: what was asked of a process that died is asked again. */
    private <T> Optional<T> ask(Function<Bench, T> request) {
        for (int tries = 0; ; tries++) {
            try {
                return Optional.of(request.apply(bench()));
            } catch (Refusal refusal) {
                return Optional.empty();
            } catch (Halt.PowerLost | StoreException | SiteException e) {
                if (tries == TRIES) {
                    throw new AssertionError("nobody answers", e);
                }
            }
        }
    }

    // ---- acts

    private void act(Act act) {
        switch (act) {
            case Act.Up _ -> up();
            case Act.Word(var word) -> {
                if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                    Promise.Shape old = promise.shape();
                    wish(
                            new Wish.Update(Optional.empty(), Map.of("word", Value.text(word))),
                            () ->
                                    promise.change(
                                            new Promise.Shape(word, old.memory(), old.machines())));
                }
            }
            case Act.Memory(var size) -> {
                if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                    Promise.Shape old = promise.shape();
                    wish(
                            new Wish.Update(
                                    Optional.empty(), Map.of("memory", Value.text(size + " GB"))),
                            () ->
                                    promise.change(
                                            new Promise.Shape(old.word(), size, old.machines())));
                }
            }
            case Act.Scale(var count) -> {
                if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                    Promise.Shape old = promise.shape();
                    wish(
                            new Wish.Scale(
                                    Map.of("machine", new Wish.Amount(count, false)), List.of()),
                            () ->
                                    promise.change(
                                            new Promise.Shape(old.word(), old.memory(), count)));
                }
            }
            case Act.Rollback(var steps) -> {
                if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                    int number = promise.back(steps);
                    wish(new Wish.Rollback(OptionalInt.of(number)), () -> promise.rollback(number));
                }
            }
            case Act.Heal _ -> {
                if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                    wish(new Wish.Heal(), () -> {});
                }
            }
            case Act.Pause _ -> steer(bench -> bench.deployments().pause(Scope.LOCAL, NAME));
            case Act.Resume _ -> steer(bench -> bench.deployments().resume(Scope.LOCAL, NAME));
            case Act.Cancel _ -> steer(bench -> bench.deployments().cancel(Scope.LOCAL, NAME));
            case Act.Retry _ -> steer(bench -> bench.deployments().retry(Scope.LOCAL, NAME));
            case Act.Skip _ -> steer(Play::skip);
            case Act.Down(var keep, var force) -> down(keep, force);
            case Act.Settle _ -> settle();
            case Act.Lose _ -> lose();
            case Act.Trouble trouble -> mishaps.add(trouble);
            case Act.Failing(var times) -> mishaps.failCommands(times);
            case Act.Full(var times) -> {
                bench();
                fuse.fill(times);
            }
            case Act.Crash(var after) -> {
                bench();
                fuse.blowAfter(after);
            }
            case Act.Jump(var seconds) -> clock.pass(Duration.ofSeconds(seconds));
        }
    }

    private void up() {
        Optional<String> key = key();
        Optional<Deployment> created =
                ask(bench ->
                        bench.deployments()
                                .create(Scope.LOCAL, Bench.request(NAME, Bench.CHANGING), key));
        if (created.isPresent()) {
            assertThat(promise.wanted()).describedAs("what was made over").isNotEqualTo(UP);
            promise.up();
            made = created.map(Deployment::id);
        } else {
            assertThat(promise.wanted())
                    .describedAs("what is in the way of a new deployment")
                    .isNotEqualTo(Promise.Wanted.NOTHING_YET);
        }
    }

    /** A wish for what is up is taken at any time; one for what is to go never is. */
    private void wish(Wish wish, Runnable accepted) {
        Optional<String> key = key();
        boolean taken =
                ask(bench -> bench.deployments().change(Scope.LOCAL, NAME, wish, Consent.NONE, key))
                        .isPresent();
        assertThat(taken)
                .describedAs("%s is taken, %s being wanted", wish, promise.wanted())
                .isEqualTo(promise.wanted() == UP);
        if (taken) {
            accepted.run();
        }
    }

    private void steer(Function<Bench, Run> how) {
        ask(how);
    }

    private static Run skip(Bench bench) {
        String step =
                bench.deployments().details(Scope.LOCAL, NAME).steps().stream()
                        .filter(one -> one.state() == Step.State.FAILED)
                        .map(Step::id)
                        .findFirst()
                        .orElse("none");
        return bench.deployments().skip(Scope.LOCAL, NAME, step, "a game");
    }

    private void down(boolean keepData, boolean force) {
        ask(bench -> bench.deployments().delete(Scope.LOCAL, NAME, keepData, force))
                .ifPresent(_ -> {
                    if (promise.wanted() != Promise.Wanted.NOTHING_YET) {
                        promise.down(keepData, force);
                    }
                });
    }

    private Optional<String> key() {
        return Optional.of("key-" + keys++);
    }

    /** A machine that is known to be there: one whose making was not told yet is made once more. */
    private void lose() {
        Bench now = bench();
        Set<String> told =
                newest(now).stream()
                        .flatMap(one -> now.files.instances(Scope.LOCAL, one.id()).stream())
                        .filter(one -> one.reached() != Instance.State.INITIAL)
                        .map(one -> one.id().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        world.resources().stream()
                .filter(key -> key.part() == Key.Part.MACHINE)
                .filter(key -> told.contains(key.instance().toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(key -> Life.site(world).release(Life.context(now), key));
    }

    // ---- what comes of it

    /** Waits until no run is under way; a process that dies meanwhile is followed by another. */
    private void settle() {
        try {
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> {
                        Bench now = bench();
                        try {
                            return newest(now)
                                    .map(one -> now.files.runs(Scope.LOCAL, one.id()))
                                    .filter(runs ->
                                            runs.stream()
                                                    .anyMatch(run ->
                                                            run.status() == Run.Status.ACTIVE))
                                    .isEmpty();
                        } catch (StoreException _) {
                            return false;
                        }
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("a run does not end: " + report(), e);
        }
    }

    private Optional<Deployment> newest(Bench bench) {
        return made.flatMap(id -> bench.files.deployment(Scope.LOCAL, id));
    }

    /** Everything works from now on, and whoever asked looks after what was asked for. */
    private void comeTrue() {
        mishaps.end();
        fuse.fill(0);
        settle();
        mishaps.end();
        fuse.fill(0);
        if (promise.wanted() == Promise.Wanted.NOTHING_YET) {
            return;
        }
        // What is still lit of a fuse burns down.
        end();
        boolean healed = false;
        for (int tries = 0; tries < TRIES; tries++) {
            settle();
            Deployment deployment = newest(bench()).orElseThrow();
            switch (deployment.status()) {
                case RUNNING -> {
                    assertThat(promise.wanted()).describedAs(report()).isEqualTo(UP);
                    if (healed) {
                        check(deployment);
                        return;
                    }
                    healed = true;
                    wish(new Wish.Heal(), () -> {});
                }
                case FAILED, CANCELLED -> {
                    assertThat(promise.wanted()).describedAs(report()).isEqualTo(UP);
                    wish(new Wish.Heal(), () -> {});
                }
                case PAUSED -> steer(bench -> bench.deployments().resume(Scope.LOCAL, NAME));
                case DELETE_FAILED -> down(promise.wanted() == KEPT, false);
                case DATA_KEPT -> {
                    if (promise.wanted() == KEPT) {
                        checkKept(deployment);
                        return;
                    }
                    assertThat(promise.wanted()).describedAs(report()).isEqualTo(GONE);
                    down(false, false);
                }
                case DELETED -> {
                    assertThat(promise.wanted()).describedAs(report()).isIn(GONE, KEPT);
                    checkGone(deployment);
                    return;
                }
                case DEPLOYING, UPDATING, DELETING ->
                        throw new AssertionError("a status without a run: " + report());
            }
        }
        throw new AssertionError("it does not come true: " + report());
    }

    private void check(Deployment deployment) {
        List<Instance> instances = bench().store.instances(Scope.LOCAL, deployment.id());
        Promise.Shape shape = promise.shape();
        assertThat(deployment.revision()).describedAs(report()).isEqualTo(promise.revision());
        assertThat(count(instances, "machine")).describedAs(report()).isEqualTo(shape.machines());
        assertThat(count(instances, "software")).describedAs(report()).isEqualTo(shape.machines());
        assertThat(count(instances, "second")).describedAs(report()).isEqualTo(shape.machines());
        assertThat(instances)
                .describedAs(report())
                .allSatisfy(one -> {
                    assertThat(one.state()).isEqualTo(Instance.State.STARTED);
                    assertThat(one.revision()).isEqualTo(promise.revision());
                });
        sweep(deployment);
        Map<Key.Part, Long> parts =
                world.resources().stream()
                        .collect(Collectors.groupingBy(Key::part, Collectors.counting()));
        assertThat(parts.getOrDefault(Key.Part.MACHINE, 0L))
                .describedAs("machines: %s", report())
                .isEqualTo(shape.machines());
        assertThat(parts.getOrDefault(Key.Part.VOLUME, 0L))
                .describedAs("volumes: %s", report())
                .isEqualTo(count(instances, "volume"));
        assertThat(parts.getOrDefault(Key.Part.NETWORK, 0L))
                .describedAs("networks: %s", report())
                .isEqualTo(1);
        checkHistory(deployment);
    }

    /** What a site would not release when its time had come is released by later looks. */
    private void sweep(Deployment deployment) {
        boolean refused =
                bench().store.runs(Scope.LOCAL, deployment.id()).stream()
                        .flatMap(run -> bench().store.steps(Scope.LOCAL, run.id()).stream())
                        .anyMatch(step ->
                                step.kind().equals(Kinds.RELEASE)
                                        && step.state() == Step.State.FAILED);
        if (!refused) {
            return;
        }
        try {
            bench().engine.reconciler().orElseThrow().look();
            clock.pass(Duration.ofDays(2));
            assertThat(bench().engine.reconciler().orElseThrow().look()).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long count(List<Instance> instances, String node) {
        return instances.stream().filter(one -> one.node().equals(node)).count();
    }

    private void checkKept(Deployment deployment) {
        if (!promise.isForced()) {
            assertThat(world.resources())
                    .describedAs("what is left: %s", report())
                    .allMatch(key -> key.part() == Key.Part.VOLUME);
        }
        checkHistory(deployment);
    }

    private void checkGone(Deployment deployment) {
        if (!promise.isForced()) {
            assertThat(world.resources()).describedAs("what is left: %s", report()).isEmpty();
        }
        checkHistory(deployment);
    }

    /** Everything was made once, every run began and ended once, and that was told once. */
    private void checkHistory(Deployment deployment) {
        assertThat(world.creations())
                .describedAs("how often it was made")
                .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        List<Event> events =
                bench().store.events(Scope.LOCAL, Optional.of(deployment.id()), 0, 100_000);
        for (Run run : bench().store.runs(Scope.LOCAL, deployment.id())) {
            assertThat(run.status().isFinal()).describedAs(report()).isTrue();
            assertThat(told(events, run, "run.started")).describedAs(report()).isEqualTo(1);
            assertThat(told(events, run, "run.finished"))
                    .describedAs("ends of %s: %s", run.id(), report())
                    .isEqualTo(1 + told(events, run, "run.reopened") - resumed(events, run));
        }
    }

    private static long resumed(List<Event> events, Run run) {
        return events.stream()
                .filter(event -> event.run().equals(Optional.of(run.id())))
                .filter(event -> event.type().equals("run.reopened"))
                .filter(event -> event.message().endsWith("is resumed"))
                .count();
    }

    private static long told(List<Event> events, Run run, String type) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .filter(event -> event.run().equals(Optional.of(run.id())))
                .count();
    }

    /** What there is, for people. */
    private String report() {
        List<String> lines = new ArrayList<>();
        lines.add("wanted " + promise.wanted() + " at revision " + promise.revision());
        newest(bench())
                .ifPresent(one -> {
                    lines.add(
                            one.status()
                                    + " revision "
                                    + one.revision()
                                    + " "
                                    + one.error().orElse(""));
                    bench().files
                            .runs(Scope.LOCAL, one.id())
                            .forEach(run -> {
                                lines.add(
                                        "  "
                                                + run.kind()
                                                + " "
                                                + run.revision()
                                                + " "
                                                + run.status()
                                                + (run.planned() ? "" : " unplanned")
                                                + run.stop()
                                                        .map(stop -> " " + stop.why())
                                                        .orElse("")
                                                + run.leaseOwner().map(_ -> " leased").orElse("")
                                                + " epoch "
                                                + run.epoch());
                                bench().files.steps(Scope.LOCAL, run.id()).stream()
                                        .filter(step -> step.state() != Step.State.SUCCEEDED)
                                        .forEach(step ->
                                                lines.add(
                                                        "      "
                                                                + step.id()
                                                                + " "
                                                                + step.state()
                                                                + " "
                                                                + step.error().orElse("")));
                            });
                    bench().files
                            .instances(Scope.LOCAL, one.id())
                            .forEach(instance ->
                                    lines.add(
                                            "  "
                                                    + instance.label()
                                                    + " "
                                                    + instance.state()
                                                    + " revision "
                                                    + instance.revision()
                                                    + " generation "
                                                    + instance.generation()));
                });
        lines.add("  resources " + world.resources());
        return String.join("\n", lines);
    }
}
