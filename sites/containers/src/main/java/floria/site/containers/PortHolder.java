package floria.site.containers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/** Reads from an engine's words which port is taken, and finds out by whom. */
final class PortHolder {

    /** The first address and port of a message that says so; others in it are the container's. */
    private static final Pattern TAKEN =
            Pattern.compile(
                    "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|]|\\s):(\\d{1,5})\\b"
                            + ".*(?:address already in use|port is already allocated)");

    private static final String LISTENING = "0A";

    private final Engine engine;

    PortHolder(Engine engine) {
        this.engine = engine;
    }

    static OptionalInt taken(Refusal refusal) {
        Matcher matcher = TAKEN.matcher(refusal.words().toLowerCase(Locale.ROOT));
        return matcher.find()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }

    /** Who has the port, as far as this can be seen from here. */
    String name(Limit limit, int port) {
        for (JsonNode container : engine.get(limit, "/containers/json")) {
            for (JsonNode published : container.path("Ports")) {
                if (published.path("PublicPort").asInt() == port) {
                    String node =
                            Tags.labels(container.path("Labels")).deployment()
                                    + "/"
                                    + Tags.labels(container.path("Labels")).node();
                    return "the container "
                            + container.path("Names").path(0).asString("?").replaceFirst("^/", "")
                            + (node.length() > 1 ? " (" + node + ")" : "");
                }
            }
        }
        Optional<String> process =
                engine.address() instanceof EngineAddress.Unix ? process(port) : Optional.empty();
        return process.orElse("another program on the engine's machine");
    }

    private static Optional<String> process(int port) {
        try {
            for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
                Path path = Path.of(table);
                if (!Files.isReadable(path)) {
                    continue;
                }
                for (String line : Files.readAllLines(path)) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > 9
                            && words[3].equals(LISTENING)
                            && words[1].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
                        return holder("socket:[" + words[9] + "]");
                    }
                }
            }
        } catch (IOException _) {
            // Nice to know, and no more.
        }
        return Optional.empty();
    }

    private static Optional<String> holder(String socket) throws IOException {
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (has(process.resolve("fd"), socket)) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of(
                            "the process " + name + " (pid " + process.getFileName() + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean has(Path descriptors, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException _) {
            // Another user's process, or one that has just ended.
        }
        return false;
    }
}
