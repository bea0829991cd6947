package floria.store;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.state.Event;
import floria.engine.state.Samples;

import static org.assertj.core.api.Assertions.assertThat;

class CrashTest {
    private static final int KILLS = 3;
    private static final int WRITES = 150;

    @TempDir Path folder;

    @Test
    @Timeout(240)
    void hasEveryAcknowledgedWriteAfterTheProcessWasKilled() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> acknowledged = writeUntilKilled(kill);
            String deployment = acknowledged.removeFirst().replace("deployment ", "");
            try (SqliteStore store = Stores.open(folder)) {
                assertThat(store.instances(Samples.ALICE, deployment)).hasSize(1);
                List<Event> events =
                        store.events(Samples.ALICE, Optional.of(deployment), 0, Integer.MAX_VALUE);
                assertThat(events).extracting(Event::message).containsAll(acknowledged);
                assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    /** What the process said before it was killed, all lines that had left it. */
    private List<String> writeUntilKilled(int kill) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashedWriter.class.getName(),
                                folder.toString(),
                                Integer.toString(kill))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (lines.size() == WRITES) {
                    // SIGKILL, by the handle, since the process itself would drop what was said.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(WRITES);
        // The last line may have been cut off in the middle of the write.
        lines.removeLast();
        return lines;
    }
}
