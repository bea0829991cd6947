package floria.server.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of nothing but an engine is ended by {@code kill -9} before or after a write or a call;
 * the next one ends where an undisturbed one ends, has made everything once, and has told
 * everything once.
 */
class KillTest {
    /** The system property says how many when somebody is in a hurry. */
    private static final int SAMPLE = Integer.getInteger("floria.kills", 40);

    private static final long SEED = 9;

    @TempDir(factory = InMemory.class)
    Path folder;

    @Test
    void anInstallEndsTheSameAfterKillsAtASampleOfMoments() throws Exception {
        Undisturbed undisturbed = undisturbed();
        killAt(
                new Random(SEED)
                        .longs(1, undisturbed.boundaries() + 1)
                        .distinct()
                        .limit(Math.min(SAMPLE, undisturbed.boundaries())),
                undisturbed);
    }

    @Test
    @Tag("e2e")
    void anInstallEndsTheSameAfterAKillAtEachMoment() throws Exception {
        Undisturbed undisturbed = undisturbed();
        killAt(LongStream.rangeClosed(1, undisturbed.boundaries()), undisturbed);
    }

    private record Undisturbed(Outcome outcome, long boundaries) {}

    private Undisturbed undisturbed() {
        Halt never = new Halt(0);
        try (World world = World.inMemory()) {
            return new Undisturbed(
                    install(folder.resolve("undisturbed"), world, never), never.crossed());
        }
    }

    private void killAt(LongStream moments, Undisturbed undisturbed) throws Exception {
        List<Callable<Void>> kills = new ArrayList<>();
        moments.forEach(at ->
                kills.add(() -> {
                    kill(at);
                    return null;
                }));
        // Two at a time, while this process goes on with what they leave.
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (Future<Void> kill : two.invokeAll(kills)) {
                kill.get();
            }
        }
        try (var stores = Files.list(folder)) {
            for (Path world : stores.filter(file -> file.toString().endsWith(".world")).toList()) {
                String name = world.getFileName().toString().replace(".world", "");
                try (World left = World.in(world)) {
                    assertThat(install(folder.resolve(name), left, new Halt(0)))
                            .describedAs("killed at boundary %s, seed %d", name, SEED)
                            .isEqualTo(undisturbed.outcome());
                }
            }
        }
    }

    /** Starts a process, and kills it where it stands. */
    private void kill(long at) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BareEngine.class.getName(),
                                folder.resolve("at-" + at).toString(),
                                folder.resolve("at-" + at + ".world").toString(),
                                Long.toString(at))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().anyMatch("here"::equals))
                    .describedAs("a process that came to boundary %d", at)
                    .isTrue();
            // SIGKILL.
            process.toHandle().destroyForcibly();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static Outcome install(Path store, World world, Halt halt) {
        return Life.of(
                store,
                world,
                halt,
                Deployment.Status.RUNNING,
                bench ->
                        bench.deployments()
                                .create(
                                        Scope.LOCAL,
                                        Bench.request("crash", Bench.TEMPLATE),
                                        Optional.of("one-request")));
    }
}
