package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.LongStream;

import floria.engine.state.Deployment;
import floria.site.simulated.World;

/**
 * A scenario with its beginning kept, from which it is played again and again: undisturbed once,
 * then with something that happens at one boundary.
 */
final class Scene {
    static final long SEED = 9;

    private static final String BASE = "base";

    private final Scenario scenario;
    private final Ground ground;
    private final Path worlds;
    private final Outcome undisturbed;
    private final long boundaries;

    /**
     * @param worlds a folder for the files of the worlds
     */
    Scene(Scenario scenario, Ground ground, Path worlds) {
        this.scenario = scenario;
        this.ground = ground;
        this.worlds = worlds;
        if (scenario.hasBefore()) {
            try (World world = World.in(world(BASE))) {
                live(name(BASE), world, Deployment.Status.RUNNING, Scenario::install);
                live(
                        name(BASE),
                        world,
                        Deployment.Status.RUNNING,
                        bench -> scenario.prepare(bench, world));
            }
        }
        Halt never = new Halt(0);
        undisturbed = begin("undisturbed", never, Bench.STILL);
        boundaries = never.crossed();
    }

    Scenario scenario() {
        return scenario;
    }

    Outcome undisturbed() {
        return undisturbed;
    }

    /** How many there are when nothing happens. */
    long boundaries() {
        return boundaries;
    }

    LongStream all() {
        return LongStream.rangeClosed(1, boundaries);
    }

    /** Some of them, the same ones each time. */
    LongStream sample(int most) {
        return new Random(SEED)
                .longs(1, boundaries + 1)
                .distinct()
                .limit(Math.min(most, boundaries))
                .sorted();
    }

    String name(String take) {
        return scenario.name().toLowerCase(java.util.Locale.ROOT) + "-" + take;
    }

    Path world(String take) {
        return worlds.resolve(name(take) + ".world");
    }

    /** A take of its own, as everything was before the wish. */
    void set(String take) {
        if (!scenario.hasBefore()) {
            return;
        }
        ground.copy(name(BASE), name(take));
        try {
            Files.copy(world(BASE), world(take));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process asks, from the beginning. */
    Outcome begin(String take, Halt halt, InstantSource clock) {
        set(take);
        return goOn(take, halt, clock);
    }

    /** A process asks, where the one before it left off. */
    Outcome goOn(String take, Halt halt, InstantSource clock) {
        try (World world = World.in(world(take))) {
            return Life.of(
                    () -> ground.open(name(take)),
                    world,
                    halt,
                    clock,
                    scenario.wanted(),
                    scenario::ask);
        }
    }

    private void live(String name, World world, Deployment.Status wanted, Life.Ask ask) {
        Life.of(() -> ground.open(name), world, new Halt(0), Bench.STILL, wanted, ask);
    }
}
