package floria.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.testing.containers.PodmanService;
import floria.testing.containers.TestImage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays the journeys of {@code portal/journeys} in a real browser on a real server, over simulated
 * sites and over a container engine. Pictures of them are in {@code portal/target/screenshots}
 * afterwards.
 */
final class PortalJourneyIT {
    private static final Path PORTAL = Path.of("../portal").toAbsolutePath().normalize();
    private static final Path VITEST = PORTAL.resolve("node_modules/.bin/vitest");

    @Test
    void peopleGetThroughThePortal(@TempDir Path folder) throws IOException, InterruptedException {
        Path dist = dist();
        try (PortalStage stage = PortalStage.open(folder, Optional.of(dist))) {
            play(stage, "portal.journey", "composer.journey", "sentence.journey");
        }
    }

    @Test
    void whatIsDrawnFromNothingAnswersFromAContainer(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path dist = dist();
        browser();
        try (PodmanService engine = PodmanService.start(new TestImage.Lab())) {
            String sites =
                    """
                    sites:
                      engine:
                        kind: containers
                        address: %s
                        images: {"debian:12": "localhost/floria-lab:12"}
                        pull: never
                        price: 0.015 EUR
                    """
                            .formatted(engine.address());
            try (PortalStage stage = PortalStage.over(sites, folder, Optional.of(dist))) {
                play(stage, "container.journey");
            }
            assertThat(engine.command("ps", "--all", "--quiet")).isBlank();
        }
    }

    private static Path dist() {
        if (!Files.exists(VITEST) || !Files.exists(PORTAL.resolve("dist/index.html"))) {
            Assumptions.abort("not run: the portal is not built; ./build portal does it");
        }
        return PORTAL.resolve("dist");
    }

    private static void play(PortalStage stage, String... files)
            throws IOException, InterruptedException {
        Path browser = browser();
        Path log =
                Files.createDirectories(PORTAL.resolve("target"))
                        .resolve(String.join("-", files) + ".log");
        List<String> command = new ArrayList<>();
        command.addAll(List.of(VITEST.toString(), "run", "--config", "journeys/vitest.config.ts"));
        command.addAll(List.of(files));
        ProcessBuilder journeys =
                new ProcessBuilder(command)
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
