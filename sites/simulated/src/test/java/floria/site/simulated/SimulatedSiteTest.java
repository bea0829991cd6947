package floria.site.simulated;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Execution.Status;
import floria.site.Execution.Stream;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.simulated.CommandScript.Line;
import floria.site.simulated.CommandScript.Outcome;
import floria.site.simulated.FaultScript.Call;
import floria.site.simulated.FaultScript.Moment;
import floria.site.simulated.SimulatedSettings.Pace;
import floria.testing.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatedSiteTest {
    private static final Fault BROKEN = Fault.of(Kind.TRANSIENT, Scope.SITE, "line noise");
    private static final Labels LABELS = new Labels("default", "a\tb\nc", "n%09");

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimulatedSettings settings = SimulatedSettings.of("lab");

    private SimulatedSite site(SimulatedSettings settings, World world) {
        return new SimulatedSite(settings, world, clock, clock::advance);
    }

    private SiteContext context() {
        return new SiteContext("default", "simulatd", Instant.MAX, () -> false);
    }

    private static Key key(int number) {
        String instance = String.format(java.util.Locale.ROOT, "%026d", number);
        return new Key("simulatd", instance, Key.Part.MACHINE, 1);
    }

    private static ResourceSpec machine(int number) {
        return new ResourceSpec.Machine(
                key(number),
                LABELS,
                "small",
                Hardware.of(1, 1, 1),
                Optional.empty(),
                "m",
                List.of(new ResourceSpec.Port("web", 80, OptionalInt.of(8080))),
                List.of(),
                List.of());
    }

    private State state(SimulatedSite site, int number) {
        return Optional.ofNullable(site.observe(context(), Set.of(key(number))).get(key(number)))
                .map(Observed::state)
                .orElseThrow();
    }

    @Test
    void failsTheCallThatTheScriptNames() {
        World world = World.inMemory();
        FaultScript script =
                FaultScript.none()
                        .failing(Call.ENSURE, 2, BROKEN)
                        .losingAnswer(Call.ENSURE, 3, BROKEN);
        SimulatedSite site = site(settings.withFaults(script), world);

        site.ensure(context(), List.of(machine(1)));
        assertThatThrownBy(() -> site.ensure(context(), List.of(machine(2))))
                .isInstanceOfSatisfying(
                        SiteException.class, e -> assertThat(e.fault()).isEqualTo(BROKEN));
        assertThat(world.resources()).containsExactly(key(1));
        assertThatThrownBy(() -> site.ensure(context(), List.of(machine(2))))
                .isInstanceOf(SiteException.class);
        assertThat(world.resources()).containsExactly(key(1), key(2));

        site.ensure(context(), List.of(machine(2)));
        assertThat(world.creations()).containsEntry(key(2), 1);
        site.release(context(), key(2));
        site.ensure(context(), List.of(machine(2)));
        assertThat(world.creations(key(2))).isEqualTo(2);
        assertThat(world.creations(key(9))).isZero();
    }

    @Test
    void failsTheSameCallsForTheSameSeed() {
        FaultScript script = FaultScript.none().randomly(Call.OFFERS, Moment.BEFORE, 0.3, BROKEN);
        List<Integer> one = failures(settings.withFaults(script));
        assertThat(failures(settings.withFaults(script))).isEqualTo(one);
        assertThat(one).hasSizeBetween(200, 400);
        assertThat(failures(settings.withFaults(script).withSeed(2))).isNotEqualTo(one);
    }

    private List<Integer> failures(SimulatedSettings settings) {
        SimulatedSite site = site(settings, World.inMemory());
        return IntStream.range(0, 1000)
                .filter(_ -> {
                    try {
                        return site.offers(context()).isEmpty();
                    } catch (SiteException _) {
                        return true;
                    }
                })
                .boxed()
                .toList();
    }

    @Test
    void takesItsTimeOnTheClockItIsGiven() {
        Pace pace = new Pace(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMinutes(2));
        SimulatedSite site = site(settings.withPace(pace), World.inMemory());
        Instant before = clock.instant();
        assertThat(site.ensure(context(), List.of(machine(1))).getFirst().state())
                .isEqualTo(State.PENDING);
        assertThat(Duration.between(before, clock.instant())).isBetween(pace.least(), pace.most());
        clock.advance(Duration.ofMinutes(2));
        assertThat(state(site, 1)).isEqualTo(State.READY);
    }

    @Test
    void letsAMachineFailWhileItBoots() {
        FaultScript script = FaultScript.none().failing(Call.BOOT, 2, BROKEN);
        Pace pace = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
        SimulatedSite site = site(settings.withFaults(script).withPace(pace), World.inMemory());
        site.ensure(context(), List.of(machine(1), machine(2)));
        assertThat(state(site, 2)).isEqualTo(State.PENDING);
        clock.advance(Duration.ofSeconds(5));
        assertThat(state(site, 1)).isEqualTo(State.READY);
        assertThat(site.observe(context(), Set.of(key(2))).values())
                .extracting(Observed::fault)
                .containsExactly(Optional.of(BROKEN));
    }

    @Test
    void isThereAgainWhenItsProcessWasKilled() throws IOException {
        Path file = folder.resolve("world");
        World first = World.in(file);
        SimulatedSite site = site(settings, first);
        List<Observed> made = site.ensure(context(), List.of(machine(1), machine(2)));
        site.channel(context(), key(1)).start(command("a", "x y", "ζ"));
        site.stop(context(), key(2));
        // Killed in the middle of a line.
        Files.writeString(file, "made\t" + key(3), StandardOpenOption.APPEND);

        World second = World.in(file);
        SimulatedSite later = site(settings, second);

        assertThat(second.resources()).containsExactly(key(1), key(2));
        assertThat(second.creations(key(1))).isEqualTo(1);
        assertThat(second.starts(key(1), "a")).isEqualTo(1);
        assertThat(later.ensure(context(), List.of(machine(1)))).containsExactly(made.getFirst());
        assertThat(later.owned(context()).map(o -> o.labels())).containsOnly(LABELS);
        assertThat(state(later, 2)).isEqualTo(State.STOPPED);
        Execution found = later.channel(context(), key(1)).find("a").orElseThrow();
        List<String> lines = new ArrayList<>();
        found.follow((_, _, text) -> lines.add(text), Duration.ofSeconds(1));
        assertThat(lines).containsExactly("simulated: x y ζ");

        // The first one, which is not dead after all, sees what the second did.
        later.release(context(), key(2));
        assertThat(first.resources()).containsExactly(key(1));
        first.close();
        second.close();
    }

    private static Command command(String id, String... argv) {
        return new Command(id, List.of(argv), Map.of("TOKEN", "s3cret"), "/");
    }

    @Test
    void runsCommandsByScript() {
        World world = World.inMemory();
        CommandScript script =
                (_, command) ->
                        command.id().equals("service")
                                ? new Outcome(0, List.of(), Outcome.FOR_EVER)
                                : new Outcome(
                                        3,
                                        List.of(
                                                new Line(Stream.OUT, "a"),
                                                new Line(Stream.ERR, "b"),
                                                new Line(Stream.OUT, "c")),
                                        Duration.ofSeconds(30));
        SimulatedSite site = site(settings.withCommands(script), world);
        site.ensure(context(), List.of(machine(1)));
        Channel channel = site.channel(context(), key(1));
        Instant before = clock.instant();

        Execution execution = channel.start(command("a", "x"));
        channel.start(command("a", "x"));

        assertThat(execution.status()).isEqualTo(new Status.Running());
        List<String> lines = new ArrayList<>();
        assertThat(
                        execution.follow(
                                (stream, n, text) -> lines.add(stream + " " + n + " " + text),
                                Duration.ofMinutes(1)))
                .isEqualTo(new Status.Exited(3));
        assertThat(lines).containsExactly("OUT 0 a", "ERR 0 b", "OUT 1 c");
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(30));
        assertThat(world.starts(key(1), "a")).isEqualTo(1);

        Execution service = channel.start(command("service", "x"));
        assertThat(service.follow((_, _, _) -> {}, Duration.ofHours(1)))
                .isEqualTo(new Status.Running());
        service.kill(Duration.ZERO);
        assertThat(service.status()).isEqualTo(new Status.Exited(143));
        Execution other = channel.start(command("service", "x"));
        assertThat(other.status()).isEqualTo(new Status.Exited(143));
        assertThat(channel.find("none")).isEmpty();
    }

    @Test
    void keepsFiles() {
        SimulatedSite site = site(settings, World.inMemory());
        site.ensure(context(), List.of(machine(1)));
        Channel channel = site.channel(context(), key(1));
        channel.put("/a", new ByteArrayInputStream(new byte[] {1, 2}), 2, false);
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        channel.get("/a", to);
        assertThat(to.toByteArray()).containsExactly(1, 2);
        assertThatThrownBy(() -> channel.get("/b", to))
                .isInstanceOfSatisfying(
                        SiteException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void neverWritesSecretsDown() throws IOException {
        Path file = folder.resolve("world");
        try (World world = World.in(file)) {
            SimulatedSite site = site(settings, world);
            site.ensure(
                    context(),
                    List.of(
                            machine(1),
                            new ResourceSpec.Container(
                                    new Key("simulatd", "c".repeat(26), Key.Part.CONTAINER, 1),
                                    LABELS,
                                    "small",
                                    Hardware.of(1, 1, 1),
                                    "image",
                                    "c",
                                    List.of(),
                                    Map.of("TOKEN", "s3cret"),
                                    List.of(),
                                    List.of(),
                                    List.of())));
            site.channel(context(), key(1)).start(command("a", "x"));
        }
        assertThat(file).content().contains("simulatd").doesNotContain("s3cret");
    }
}
