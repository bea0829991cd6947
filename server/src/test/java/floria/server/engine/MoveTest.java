package floria.server.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Forecast;
import floria.engine.deployment.Wish;
import floria.engine.plan.Kinds;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.site.Command;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Offer;
import floria.site.Site;
import floria.site.simulated.CommandScript;
import floria.site.simulated.FaultScript;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A deployment moves to another site with what is on its volumes. */
class MoveTest {
    private static final Map<String, String> DATA =
            Map.of("words.txt", "kept", "deep/er/more.txt", "also kept\n");

    private static final Wish MOVE = new Wish.Move("there");

    private final World here = World.inMemory();
    private final World there = World.inMemory();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    @TempDir Path folder;

    private Bench bench;
    private Deployment made;
    private String failing = "";

    @BeforeEach
    void begin() {
        bench = open(FaultScript.none());
        made =
                bench.deployments()
                        .create(
                                Scope.LOCAL,
                                Bench.request("move", Bench.TEMPLATE),
                                Optional.empty());
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        here.fill(volume(here), DATA);
        commands.clear();
    }

    @AfterEach
    void end() {
        bench.close();
        here.close();
        there.close();
    }

    @Test
    void whatIsOnItsVolumeGoesWithItAndTheOldGenerationIsGone() {
        Key old = volume(here);

        change(MOVE);
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(here.resources()).isEmpty();
        assertThat(there.resources()).hasSize(3);
        assertThat(there.content(volume(there))).isEqualTo(DATA);
        assertThat(volume(there).generation()).isGreaterThan(old.generation());
        assertThat(instances())
                .allSatisfy(one -> assertThat(one.state()).isEqualTo(Instance.State.STARTED))
                .filteredOn(one -> !one.site().isEmpty())
                .allSatisfy(one -> assertThat(one.site()).isEqualTo("there"));
        assertThat(there.creations().values()).containsOnly(1);
    }

    @Test
    void theNewGenerationStandsBeforeAnythingStopsAndTheOldOneGoesLast() {
        Forecast forecast = bench.deployments().forecast(Scope.LOCAL, "move", MOVE);

        List<Step> steps = forecast.plan().steps();
        assertThat(before(steps, id(steps, Kinds.HALT)))
                .containsAll(ids(steps, Kinds.PREPARE))
                .contains("software/stop");
        assertThat(before(steps, id(steps, Kinds.CARRY)))
                .contains(id(steps, Kinds.HALT), "software/stop");
        assertThat(before(steps, id(steps, Kinds.SWITCH))).contains(id(steps, Kinds.CARRY));
        assertThat(before(steps, "software/create")).contains(id(steps, Kinds.SWITCH));
        assertThat(ids(steps, Kinds.LEAVE))
                .hasSize(3)
                .allSatisfy(leave ->
                        assertThat(before(steps, leave))
                                .contains("software/start", "second/configure"));
        assertThat(forecast.plan().changes())
                .filteredOn(change -> change.instance().node().equals("volume"))
                .singleElement()
                .satisfies(change ->
                        assertThat(change.reasons())
                                .contains("what is on volume is copied from here to there"));
    }

    @Test
    void whatCannotBeMadeThereLeavesEverythingRunningWhereItIs() {
        spoil(
                FaultScript.none()
                        .always(
                                Call.BOOT,
                                Fault.of(
                                        Fault.Kind.CAPACITY,
                                        Fault.Scope.OFFER,
                                        "there is no room")));

        change(MOVE);
        Deployment failed = bench.awaitStatus(made.id(), Deployment.Status.FAILED);

        assertThat(failed.error().orElseThrow())
                .contains("there is no room", "everything is still where it was")
                .contains("floria retry", "floria rollback");
        assertThat(commands).doesNotContain("software stop");
        assertThat(instances())
                .allSatisfy(one -> assertThat(one.state()).isEqualTo(Instance.State.STARTED));
        goBack();
        assertThat(commands).doesNotContain("software stop");
    }

    @Test
    void whatCannotBeCopiedIsStartedAgainWhereItIs() {
        spoil(
                FaultScript.none()
                        .always(
                                Call.COMMAND,
                                Fault.of(
                                        Fault.Kind.AUTHORIZATION,
                                        Fault.Scope.SITE,
                                        "nobody may write there")));

        change(MOVE);
        Deployment failed = bench.awaitStatus(made.id(), Deployment.Status.FAILED);

        assertThat(failed.error().orElseThrow())
                .contains("nobody may write there", "everything is still where it was");
        assertThat(commands).containsOnlyOnce("software stop");
        commands.clear();
        goBack();
        assertThat(commands).contains("software start").doesNotContain("software create");
    }

    private void goBack() {
        change(new Wish.Rollback(OptionalInt.empty()));
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
        assertThat(here.resources()).hasSize(3);
        assertThat(here.content(volume(here))).isEqualTo(DATA);
        assertThat(here.creations().values()).containsOnly(1);
        assertThat(there.resources()).isEmpty();
        assertThat(instances())
                .allSatisfy(one -> assertThat(one.state()).isEqualTo(Instance.State.STARTED));
    }

    @Test
    void aMoveThatFailedAfterTheSwitchGoesBackWithTheData() {
        failing = "start";
        change(MOVE);
        Deployment failed = bench.awaitStatus(made.id(), Deployment.Status.FAILED);
        assertThat(failed.error().orElseThrow())
                .contains("software/start")
                .doesNotContain("everything is still where it was");
        Map<String, String> more = Map.of("words.txt", "kept", "new.txt", "written there");
        there.fill(volume(there), more);

        change(new Wish.Rollback(OptionalInt.empty()));
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        Key back =
                here.resources().stream()
                        .filter(key -> key.part() == Key.Part.VOLUME)
                        .max(java.util.Comparator.comparingInt(Key::generation))
                        .orElseThrow();
        assertThat(here.content(back)).isEqualTo(more);
        assertThat(there.resources()).isEmpty();
    }

    @Test
    void itIsCopiedAgainWhenItsRunIsReplacedByAnother() {
        spoil(
                FaultScript.none()
                        .failing(
                                Call.COMMAND,
                                1,
                                Fault.of(Fault.Kind.AUTHORIZATION, Fault.Scope.SITE, "not yet")));
        change(MOVE);
        bench.awaitStatus(made.id(), Deployment.Status.FAILED);
        commands.clear();

        change(new Wish.Heal());
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(here.resources()).isEmpty();
        assertThat(there.content(volume(there))).isEqualTo(DATA);
        assertThat(there.creations().values()).containsOnly(1);
        assertThat(commands).contains("software create").doesNotContain("software stop");
    }

    @Test
    void whatIsTakenDownInTheMiddleLeavesNothingAnywhere() {
        spoil(
                FaultScript.none()
                        .always(
                                Call.COMMAND,
                                Fault.of(
                                        Fault.Kind.AUTHORIZATION,
                                        Fault.Scope.SITE,
                                        "nobody may write there")));
        change(MOVE);
        bench.awaitStatus(made.id(), Deployment.Status.FAILED);
        assertThat(there.resources()).hasSize(3);

        bench.deployments().delete(Scope.LOCAL, "move", false, false);
        bench.awaitStatus(made.id(), Deployment.Status.DELETED);

        assertThat(here.resources()).isEmpty();
        assertThat(there.resources()).isEmpty();
    }

    @Test
    void dataIsLeftBehindOnlyWhenSomebodySaysSo() {
        bench.deployments()
                .change(
                        Scope.LOCAL,
                        "move",
                        new Wish.Move("there", true),
                        new Consent(Optional.empty(), true),
                        Optional.empty());
        bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

        assertThat(here.resources()).isEmpty();
        assertThat(there.content(volume(there))).isEmpty();
    }

    @Test
    void aSiteWithNoWayToItsVolumesIsRefusedInThePlan() {
        Wish away = new Wish.Move("closed");

        assertThatThrownBy(() -> bench.deployments().forecast(Scope.LOCAL, "move", away))
                .hasMessageContaining("what is on volume cannot be copied from here to closed")
                .hasMessageContaining("has no way to its volumes");
        assertThatThrownBy(() -> change(away)).hasMessageContaining("cannot be copied");
        assertThat(bench.store.runs(Scope.LOCAL, made.id()))
                .extracting(Run::kind)
                .containsExactly(Run.Kind.INSTALL);
    }

    private CommandScript.Outcome outcome(Key machine, Command command) {
        String operation =
                command.environment()
                        .getOrDefault("FLORIA_OPERATION", "")
                        .replaceFirst("^[A-Za-z]+\\.", "");
        commands.add(command.environment().get("FLORIA_NODE") + " " + operation);
        boolean fails = operation.equals(failing) && there.resources().contains(machine);
        return new CommandScript.Outcome(fails ? 1 : 0, List.of(), Duration.ZERO);
    }

    /** A site that has no way to its volumes. */
    private static Site closed(Site site) {
        return (Site)
                Proxy.newProxyInstance(
                        Site.class.getClassLoader(),
                        new Class<?>[] {Site.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("cargo")) {
                                return Optional.empty();
                            }
                            try {
                                return method.invoke(site, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Bench open(FaultScript faults) {
        SimulatedSettings settings = SimulatedSettings.of("here").withCommands(this::outcome);
        SimulatedSettings target =
                SimulatedSettings.of("there")
                        .withCommands(this::outcome)
                        .withFaults(faults)
                        .withOffers(dearer());
        SimulatedSettings closed = SimulatedSettings.of("closed").withOffers(dearer());
        Bench opened =
                new Bench(
                        folder,
                        new Halt(0),
                        new SimulatedSite(settings, here),
                        new SimulatedSite(target, there),
                        closed(new SimulatedSite(closed, World.inMemory())));
        opened.engine.start();
        return opened;
    }

    /** From here on this goes wrong where it moves to. */
    private void spoil(FaultScript faults) {
        bench.close();
        bench = open(faults);
    }

    /** So that it begins here. */
    private static List<Offer> dearer() {
        return List.of(
                SimulatedSettings.offer("small", Hardware.of(2, 4L << 30, 40L << 30), "9.00"));
    }

    private void change(Wish wish) {
        bench.deployments().change(Scope.LOCAL, "move", wish, Consent.NONE, Optional.empty());
    }

    private List<Instance> instances() {
        return bench.store.instances(Scope.LOCAL, made.id());
    }

    private static Key volume(World world) {
        return world.resources().stream()
                .filter(key -> key.part() == Key.Part.VOLUME)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(List<Step> steps, String kind) {
        return steps.stream().filter(step -> step.kind().equals(kind)).map(Step::id).toList();
    }

    private static String id(List<Step> steps, String kind) {
        assertThat(ids(steps, kind)).hasSize(1);
        return ids(steps, kind).getFirst();
    }

    /** All that comes before a step. */
    private static List<String> before(List<Step> steps, String id) {
        List<String> before = new ArrayList<>();
        List<String> next = List.of(id);
        while (!next.isEmpty()) {
            List<String> now = next;
            next =
                    steps.stream()
                            .filter(step -> now.contains(step.id()))
                            .flatMap(step -> step.dependsOn().stream())
                            .distinct()
                            .filter(one -> !before.contains(one))
                            .toList();
            before.addAll(next);
        }
        return before;
    }
}
