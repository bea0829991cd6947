package floria.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays the journeys of {@code portal/journeys} in a real browser on a real server over simulated
 * sites. Pictures of them are in {@code portal/target/screenshots} afterwards.
 */
final class PortalJourneyIT {
    private static final Path PORTAL = Path.of("../portal").toAbsolutePath().normalize();
    private static final Path VITEST = PORTAL.resolve("node_modules/.bin/vitest");

    @Test
    void peopleGetThroughThePortal(@TempDir Path folder) throws IOException, InterruptedException {
        Path browser = browser();
        if (!Files.exists(VITEST) || !Files.exists(PORTAL.resolve("dist/index.html"))) {
            Assumptions.abort("not run: the portal is not built; ./build portal does it");
        }
        Path log = Files.createDirectories(PORTAL.resolve("target")).resolve("journeys.log");
        try (PortalStage stage =
                PortalStage.open(
                        Files.createDirectory(folder.resolve("home")),
                        Optional.of(PORTAL.resolve("dist")))) {
            ProcessBuilder journeys =
                    new ProcessBuilder(
                                    List.of(
                                            VITEST.toString(),
                                            "run",
                                            "--config",
                                            "journeys/vitest.config.ts"))
                            .directory(PORTAL.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            journeys.environment().put("FLORIA_URL", stage.url());
            journeys.environment().put("FLORIA_TOKEN", stage.token());
            journeys.environment().put("FLORIA_BROWSER", browser.toString());
            journeys.environment().put("NO_COLOR", "1");
            Process process = journeys.start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroy();
            }

            assertThat(process.waitFor()).as(() -> read(log)).isZero();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path browser() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() ->
                        Assumptions.abort("not run: no Chromium is installed (package chromium)"));
    }
}
