package floria.cli.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import floria.cli.journey.Installation.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** The story of the README: its commands are run, and its lines are among what they print. */
@Timeout(600)
class StoryIT {
    private static final String TITLE = "## Two minutes";
    private static final String ADDRESS = "http://127.0.0.1:8000";
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    @TempDir Path folder;

    /** A command, and lines that it prints. */
    private record Scene(String command, List<String> lines) {}

    @Test
    void happensAsItIsTold() throws Exception {
        List<Scene> story = story();
        assertThat(story).hasSizeGreaterThan(10);
        try (Installation floria =
                new Installation(folder.resolve("home"), "sites:\n  here: {kind: local}\n")) {
            for (Scene scene : story) {
                if (scene.command().startsWith("./floria ls")) {
                    // What crashed is noticed a moment later.
                    Awaitility.await(scene.command())
                            .atMost(Installation.PATIENCE)
                            .pollInSameThread()
                            .untilAsserted(() -> play(floria, scene));
                } else {
                    play(floria, scene);
                }
            }
            assertThat(programs(floria)).isEmpty();
        }
    }

    private void play(Installation floria, Scene scene) throws Exception {
        String command = scene.command();
        String printed;
        if (command.startsWith("./floria ")) {
            Result result = floria.run(words(command.substring("./floria ".length())));
            if (result.code() != 0) {
                throw new IllegalStateException(command + ": " + result + floria.serverLog());
            }
            printed = result.out();
        } else if (command.startsWith("curl ")) {
            printed = get(address(floria));
        } else if (command.startsWith("kill -9 $(./floria server status")) {
            floria.killServer();
            printed = "";
        } else {
            assertThat(command).isEqualTo("pkill -9 -f page/serve.py");
            programs(floria).forEach(ProcessHandle::destroyForcibly);
            printed = "";
        }
        String there = spaced(printed);
        for (String line : scene.lines()) {
            String wanted = line.contains(ADDRESS) ? line.replace(ADDRESS, address(floria)) : line;
            assertThat(there).as(command).contains(spaced(wanted));
        }
    }

    /** Another port where that one is taken. */
    private static String address(Installation floria) {
        return floria.run("outputs", "page", "--json").last().path("url").asString();
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** The page's, and those that watch over it: what {@code pkill} finds of this installation. */
    private static List<ProcessHandle> programs(Installation floria) {
        String here = floria.home().toString();
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = commandLine(process);
                    return line.contains(here) && line.contains("page/serve.py");
                })
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException _) {
            return ""; // it has ended meanwhile
        }
    }

    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group().replace("\"", ""));
        }
        return words.toArray(String[]::new);
    }

    private static List<Scene> story() {
        List<Scene> story = new ArrayList<>();
        for (String line : block()) {
            if (line.startsWith("$ ")) {
                String command = line.substring(2).replaceFirst("\\s+# .*", "").strip();
                story.add(new Scene(command, new ArrayList<>()));
            } else {
                story.getLast().lines().add(line);
            }
        }
        return story;
    }

    private static List<String> block() {
        try {
            String text = Files.readString(Installation.ROOT.resolve("README.md"));
            String after = text.substring(text.indexOf(TITLE));
            String block = after.substring(after.indexOf("```console\n") + "```console\n".length());
            return Arrays.asList(block.substring(0, block.indexOf("```")).strip().split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
