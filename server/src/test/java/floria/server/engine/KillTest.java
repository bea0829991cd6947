package floria.server.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of nothing but an engine is ended by {@code kill -9} before or after a write or a call;
 * the next one ends where an undisturbed one ends, has made everything once, and has told
 * everything once.
 */
class KillTest {
    /** The system property says how many when somebody is in a hurry. */
    private static final int SAMPLE = Integer.getInteger("floria.kills", 40);

    @TempDir(factory = InMemory.class)
    Path folder;

    @Test
    void endsTheSameAfterKillsAtASampleOfMoments() throws Exception {
        List<Kill> kills = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            kills.addAll(kills(scenario));
        }
        Collections.shuffle(kills, new Random(Scene.SEED));
        kill(kills.subList(0, Math.min(SAMPLE, kills.size())));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("e2e")
    void endsTheSameAfterAKillAtEachMoment(Scenario scenario) throws Exception {
        kill(kills(scenario));
    }

    private record Kill(Scene scene, long at) {
        String take() {
            return "at-" + at;
        }
    }

    private List<Kill> kills(Scenario scenario) {
        Scene scene = new Scene(scenario, new Ground.Folders(folder), folder);
        return scene.all().mapToObj(at -> new Kill(scene, at)).toList();
    }

    private void kill(List<Kill> kills) throws Exception {
        // Two at a time.
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (Future<Void> killed :
                    two.invokeAll(
                            kills.stream()
                                    .<Callable<Void>>map(kill ->
                                            () -> {
                                                kill(kill);
                                                return null;
                                            })
                                    .toList())) {
                killed.get();
            }
        }
        for (Kill kill : kills) {
            assertThat(kill.scene().goOn(kill.take(), new Halt(0), Bench.STILL))
                    .describedAs(
                            "%s killed at boundary %d, seed %d",
                            kill.scene().scenario(), kill.at(), Scene.SEED)
                    .isEqualTo(kill.scene().undisturbed());
        }
        System.out.printf("%d kills%n", kills.size());
    }

    /** Starts a process, and kills it where it stands. */
    private void kill(Kill kill) throws IOException, InterruptedException {
        kill.scene().set(kill.take());
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
                                folder.resolve(kill.scene().name(kill.take())).toString(),
                                kill.scene().world(kill.take()).toString(),
                                Long.toString(kill.at()),
                                kill.scene().scenario().name())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().anyMatch("here"::equals))
                    .describedAs("%s came to boundary %d", kill.scene().scenario(), kill.at())
                    .isTrue();
            // SIGKILL.
            process.toHandle().destroyForcibly();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
