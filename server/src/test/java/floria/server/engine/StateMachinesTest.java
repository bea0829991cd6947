package floria.server.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Machine;
import floria.engine.state.Machines;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.Command;
import floria.site.Fault;
import floria.site.Key;
import floria.site.simulated.CommandScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.tosca.value.Value;

import static floria.engine.state.Deployment.Status.CANCELLED;
import static floria.engine.state.Deployment.Status.DATA_KEPT;
import static floria.engine.state.Deployment.Status.DELETED;
import static floria.engine.state.Deployment.Status.DELETE_FAILED;
import static floria.engine.state.Deployment.Status.FAILED;
import static floria.engine.state.Deployment.Status.PAUSED;
import static floria.engine.state.Deployment.Status.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deployments that are steered in every way take every transition of every table. That they take no
 * other is the store's to refuse.
 */
class StateMachinesTest {
    private static final String CONFIGURED =
            Bench.CHANGING.replace("{configure: a.sh}", "{configure: a.sh, start: a.sh}");

    /** Software that is stopped, and has nothing else to be removed. */
    private static final String STOPPED =
            Bench.CHANGING.replace("{configure: a.sh}", "{configure: a.sh, stop: a.sh}");

    @TempDir(factory = InMemory.class)
    Path folder;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final Mishaps mishaps = new Mishaps();
    private final World world = World.inMemory();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String gated = "";
    private volatile boolean met;
    private Bench bench;
    private SimulatedSite site;

    @BeforeEach
    void start() {
        site = new SimulatedSite(SimulatedSettings.of("sim").withCommands(this::outcome), world);
        bench = new Bench(folder, new Witness(seen), mishaps.over(site));
        bench.engine.start();
    }

    @AfterEach
    void end() {
        gate.countDown();
        bench.close();
        world.close();
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        if (command.environment().getOrDefault("FLORIA_OPERATION", "").endsWith(gated)
                && !gated.isEmpty()) {
            hold();
        }
        return mishaps.outcome(machine, command);
    }

    private void hold() {
        met = true;
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyTransitionIsTaken() {
        steerAnInstallation();
        steerAChange();
        steerADeletion();
        bench.deployments().delete(Scope.LOCAL, "a", false, false);
        mend();
        walk();

        Set<String> missing = new TreeSet<>();
        Stream.of(Machines.DEPLOYMENT, Machines.RUN, Machines.STEP, Machines.INSTANCE)
                .forEach(machine -> missing.addAll(notTaken(machine)));
        assertThat(missing).describedAs("transitions that no test has taken").isEmpty();
    }

    private Set<String> notTaken(Machine<?> machine) {
        Set<String> missing = new TreeSet<>();
        machine.transitions()
                .forEach(one -> missing.add(named(machine, one.from() + " " + one.to())));
        missing.removeAll(seen);
        return missing;
    }

    private static String named(Machine<?> machine, String states) {
        return machine.name() + " " + states;
    }

    // ---- what people do

    private void steerAnInstallation() {
        // Fails, is tried again, gone on with without a step.
        mishaps.failCommands(2);
        create("a");
        await("a", FAILED);
        bench.deployments().retry(Scope.LOCAL, "a");
        await("a", FAILED);
        bench.deployments().skip(Scope.LOCAL, "a", "software/create", "a test");
        await("a", RUNNING);

        // Cancelled in a step, tried again, paused between steps, cancelled, overtaken.
        holding("create", () -> create("b"));
        bench.deployments().cancel(Scope.LOCAL, "b");
        open();
        await("b", CANCELLED);
        holding("start", () -> bench.deployments().retry(Scope.LOCAL, "b"));
        pause("b");
        bench.deployments().resume(Scope.LOCAL, "b");
        await("b", RUNNING);
        down("b", false, DELETED);

        holding("create", () -> create("c"));
        pause("c");
        bench.deployments().cancel(Scope.LOCAL, "c");
        await("c", CANCELLED);
        change("c", word("b"));
        await("c", RUNNING);
        down("c", true, DATA_KEPT);
        create("c");
        await("c", RUNNING);
        down("c", true, DATA_KEPT);
        down("c", false, DELETED);

        holding("create", () -> create("d"));
        change("d", word("b"));
        open();
        await("d", RUNNING);
        holding("configure", () -> create("n", CONFIGURED));
        pause("n");
        downHeld("n");
        holding("create", () -> create("e"));
        downHeld("e");
        down("d", false, DELETED);
    }

    private void steerAChange() {
        create("f");
        await("f", RUNNING);
        holding("stop", () -> change("f", word("b")));
        pause("f");
        change("f", word("c"));
        await("f", RUNNING);
        holding("start", () -> change("f", word("d")));
        bench.deployments().cancel(Scope.LOCAL, "f");
        open();
        await("f", CANCELLED);
        bench.deployments().retry(Scope.LOCAL, "f");
        await("f", RUNNING);
        mishaps.add(new Act.Trouble("ensure", 9, false, Fault.Kind.AUTHORIZATION));
        change("f", memory("2 GB"));
        await("f", FAILED);
        mishaps.end();
        bench.deployments().retry(Scope.LOCAL, "f");
        await("f", RUNNING);
        holding("stop", () -> change("f", word("e")));
        pause("f");
        down("f", false, DELETED);

        // Paused when a step would be tried again.
        create("g");
        await("g", RUNNING);
        mishaps.add(new Act.Trouble("release", 1, true, Fault.Kind.TRANSIENT));
        mishaps.meanwhile(this::hold);
        holding("none", () -> change("g", memory("2 GB")));
        pause("g");
        mishaps.meanwhile(() -> {});
        bench.deployments().resume(Scope.LOCAL, "g");
        await("g", RUNNING);
        holding("stop", () -> change("g", word("b")));
        downHeld("g");
    }

    private void steerADeletion() {
        create("h");
        await("h", RUNNING);
        mishaps.add(new Act.Trouble("release", 9, false, Fault.Kind.AUTHORIZATION));
        down("h", false, DELETE_FAILED);
        mishaps.end();
        bench.awaitStatus(bench.deployments().retry(Scope.LOCAL, "h").deployment(), DELETED);

        create("l");
        await("l", RUNNING);
        holding("stop", () -> bench.deployments().delete(Scope.LOCAL, "l", false, false));
        pause("l");
        bench.awaitStatus(bench.deployments().resume(Scope.LOCAL, "l").deployment(), DELETED);

        holding("create", () -> create("i"));
        bench.deployments().cancel(Scope.LOCAL, "i");
        open();
        await("i", CANCELLED);
        down("i", false, DELETED);

        create("j");
        await("j", RUNNING);
        holding("delete", () -> bench.deployments().delete(Scope.LOCAL, "j", false, false));
        pause("j");
        bench.deployments().cancel(Scope.LOCAL, "j");
        await("j", DELETE_FAILED);
        down("j", false, DELETED);
    }

    private void mend() {
        create("k");
        await("k", RUNNING);
        machines().forEach(key -> site.release(Life.context(bench), key));
        change("k", new Wish.Heal());
        await("k", RUNNING);

        machines().forEach(key -> site.stop(Life.context(bench), key));
        look();
        await("k", FAILED);
        machines().forEach(key -> site.start(Life.context(bench), key));
        look();
        await("k", RUNNING);

        mishaps.failCommands(1);
        create("m");
        await("m", FAILED);
        down("m", false, DELETED);
    }

    /** What a workflow says of states goes from each to each, and so does what follows it. */
    private void walk() {
        List<String> words =
                Stream.of(Instance.State.values())
                        .filter(state -> state != Instance.State.INITIAL)
                        .filter(state -> state != Instance.State.DELETED)
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList();
        StringBuilder path = new StringBuilder();
        for (String from : words) {
            for (String to : words) {
                if (!from.equals(to)) {
                    path.append("{set_state: ").append(from).append("}, {set_state: ");
                    path.append(to).append("}, ");
                }
            }
        }
        create(
                "w",
                Bench.CHANGING
                        + "  workflows: {walk: {steps: {only: {target: second, activities: ["
                        + path
                        + "{set_state: started}]}}}}\n");
        await("w", RUNNING);
        bench.deployments()
                .run(Scope.LOCAL, "w", new Errand.Flow("walk", Map.of()), Optional.empty());
        await("w", RUNNING);
        create("s", STOPPED);
        await("s", RUNNING);
        change("s", memory("2 GB"));
        await("s", RUNNING);
        down("s", false, DELETED);
        for (String word : words) {
            // From nothing to it, from it up, and from it to nothing.
            create(
                    word,
                    Bench.CHANGING
                            + "  workflows: {deploy: {steps: {only: {target: second, activities: [{set_state: "
                            + word
                            + "}]}}}}\n");
            await(word, RUNNING);
            down(word, false, DELETED);
        }
    }

    private List<Key> machines() {
        return world.resources().stream().filter(key -> key.part() == Key.Part.MACHINE).toList();
    }

    private void look() {
        try {
            bench.engine.reconciler().orElseThrow().look();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // ---- how

    private void create(String name) {
        create(name, Bench.CHANGING);
    }

    private void create(String name, String template) {
        bench.deployments().create(Scope.LOCAL, Bench.request(name, template), Optional.empty());
    }

    private void change(String name, Wish wish) {
        bench.deployments().change(Scope.LOCAL, name, wish, Consent.NONE, Optional.empty());
    }

    private void down(String name, boolean keepData, Deployment.Status end) {
        String id = bench.deployments().get(Scope.LOCAL, name).id();
        bench.deployments().delete(Scope.LOCAL, name, keepData, false);
        bench.awaitStatus(id, end);
    }

    private void downHeld(String name) {
        String id = bench.deployments().get(Scope.LOCAL, name).id();
        bench.deployments().delete(Scope.LOCAL, name, false, false);
        open();
        bench.awaitStatus(id, DELETED);
    }

    private static Wish word(String word) {
        return new Wish.Update(Optional.empty(), Map.of("word", Value.text(word)));
    }

    private static Wish memory(String size) {
        return new Wish.Update(Optional.empty(), Map.of("memory", Value.text(size)));
    }

    /** Asks for something, and returns when a command of that operation is held up. */
    private void holding(String operation, Runnable request) {
        gate = new CountDownLatch(1);
        met = false;
        gated = operation;
        request.run();
        Awaitility.await()
                .atMost(Bench.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> met);
    }

    private void open() {
        gated = "";
        gate.countDown();
    }

    /** Pauses what is held up, and waits until it stands. */
    private void pause(String name) {
        bench.deployments().pause(Scope.LOCAL, name);
        open();
        await(name, PAUSED);
    }

    private void await(String name, Deployment.Status status) {
        String id = bench.deployments().get(Scope.LOCAL, name).id();
        bench.await(
                id,
                one ->
                        one.status() == status
                                && bench.store.runs(Scope.LOCAL, id).stream()
                                        .noneMatch(run -> run.status() == Run.Status.ACTIVE));
    }
}
