package floria.server.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file {@code sites.yaml} of a server's folder: sites by name, the preferred one first. Without
 * it there are two: the container engine of this machine, and the machine itself.
 *
 * <pre>{@code
 * sites:
 *   lab:
 *     kind: containers
 *     address: unix:///run/podman/podman.sock
 *     images: {"debian:12": "registry.example.org/debian:12"}
 *     pull: missing
 *   here:
 *     kind: local
 * }</pre>
 */
public final class SitesFile {
    /** The file's name in the server's folder. */
    public static final String NAME = "sites.yaml";

    private static final Map<String, Set<String>> KEYS =
            Map.of(
                    "local", Set.of("kind"),
                    "containers", Set.of("kind", "address", "images", "pull"),
                    "simulated", Set.of("kind", "world"));

    private final Path file;
    private final List<String> mistakes = new ArrayList<>();

    private SitesFile(Path file) {
        this.file = file;
    }

    /** One site as it is written. */
    public record Entry(String name, String kind, Map<String, Object> settings) {
        /** The text under that key. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(settings.get(key)).map(Object::toString);
        }

        /** The texts by name under that key. */
        public Map<String, String> texts(String key) {
            Map<String, String> texts = new LinkedHashMap<>();
            if (settings.get(key) instanceof Map<?, ?> map) {
                map.forEach(
                        (name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            }
            return texts;
        }
    }

    /** The mistakes of a file, all at once. */
    public static final class Invalid extends RuntimeException {
        Invalid(Path file, List<String> mistakes) {
            super("the file " + file + " cannot be used: " + String.join("; ", mistakes));
        }
    }

    /** The sites that the file in {@code folder} names; those that there are without a file. */
    public static List<Entry> read(Path folder) {
        SitesFile file = new SitesFile(folder.resolve(NAME));
        return Files.exists(file.file) ? file.entries() : STANDARD;
    }

    private static final List<Entry> STANDARD =
            List.of(
                    new Entry("containers", "containers", Map.of()),
                    new Entry("local", "local", Map.of()));

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        if (load() instanceof Map<?, ?> top && top.get("sites") instanceof Map<?, ?> sites) {
            sites.forEach(
                    (name, body) -> entry(String.valueOf(name), body).ifPresent(entries::add));
        } else if (mistakes.isEmpty()) {
            mistakes.add("it has no map under the key sites");
        }
        if (!mistakes.isEmpty()) {
            throw new Invalid(file, mistakes);
        }
        return entries;
    }

    private Object load() {
        try (var reader = Files.newBufferedReader(file)) {
            Object loaded =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromReader(reader);
            return loaded == null ? Map.of() : loaded;
        } catch (YamlEngineException e) {
            mistakes.add("it is not YAML (" + e.getMessage() + ")");
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Entry> entry(String name, Object body) {
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            mistakes.add(
                    "'"
                            + name
                            + "' is no name for a site (lower-case letters, digits and hyphens)");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((key, value) -> settings.put(String.valueOf(key), value));
        }
        String kind = String.valueOf(settings.get("kind"));
        Set<String> known = KEYS.get(kind);
        if (known == null) {
            mistakes.add(
                    "site "
                            + name
                            + " has no kind that is known; the kinds are "
                            + String.join(", ", new TreeSet<>(KEYS.keySet())));
            return Optional.empty();
        }
        settings.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key ->
                        mistakes.add(
                                "site "
                                        + name
                                        + " has a key "
                                        + key
                                        + ", which "
                                        + kind
                                        + " does not know; it knows "
                                        + String.join(", ", new TreeSet<>(known))));
        Entry entry = new Entry(name, kind, settings);
        if (!entry.text("pull").map(Set.of("missing", "never")::contains).orElse(true)) {
            mistakes.add("pull of site " + name + " is neither missing nor never");
        }
        return Optional.of(entry);
    }
}
