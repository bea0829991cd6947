package floria.tosca.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.YamlReader;

/**
 * The normative types of a version of the Simple Profile. Each version's resource holds what is new
 * or different in it; the text is only split into declarations at first, and each is read as YAML
 * when it is asked for, so that a small template costs little.
 */
final class Normative {
    private static final List<Version> LAYERS =
            List.of(Version.SIMPLE_1_3, Version.SIMPLE_1_2, Version.SIMPLE_1_1, Version.SIMPLE_1_0);

    private final Map<TypeKind, Map<String, Slice>> slices = new EnumMap<>(TypeKind.class);
    private final Problems problems;

    /** The lines of one declaration. */
    private record Slice(ServiceFile file, String text, int linesBefore) {}

    private Normative(Problems problems) {
        this.problems = problems;
    }

    /**
     * Those that are in force in {@code version}; none for TOSCA 2.0, which has them in profiles.
     */
    static Normative of(Version version, Problems problems) {
        Normative types = new Normative(problems);
        for (Version layer : LAYERS) {
            if (version.isSimple() && version.isAtLeast(layer)) {
                types.split(layer);
            }
        }
        return types;
    }

    /** The declaration of {@code name}, which is a full name. */
    Optional<Declaration> find(TypeKind kind, String name) {
        Slice slice = slices.getOrDefault(kind, Map.of()).get(name);
        if (slice == null) {
            return Optional.empty();
        }
        return new YamlReader(problems, Limits.STANDARD)
                .read(slice.file.address(), slice.text, slice.linesBefore)
                .flatMap(node -> node instanceof Mapping map ? map.entry(name) : Optional.empty())
                .map(entry ->
                        new Declaration(
                                kind,
                                name,
                                name,
                                entry.at(),
                                entry.value() instanceof Mapping body
                                        ? body
                                        : Mapping.empty(entry.at()),
                                slice.file));
    }

    List<String> names(TypeKind kind) {
        return List.copyOf(slices.getOrDefault(kind, Map.of()).keySet());
    }

    /** The text at an address that positions of normative types have. */
    static Optional<Source> source(String address) {
        return LAYERS.stream()
                .filter(layer -> address(layer).equals(address))
                .findFirst()
                .map(Normative::source);
    }

    private static String address(Version layer) {
        return "profile:tosca/" + layer.text() + ".yaml";
    }

    private static Source source(Version layer) {
        return new Source(address(layer), bytes(layer.text() + ".yaml"));
    }

    private void split(Version layer) {
        Source source = source(layer);
        ServiceFile service =
                ServiceFile.normative(
                        source,
                        Version.SIMPLE_1_3,
                        Mapping.empty(Location.startOf(source.address())));
        List<String> lines = new ArrayList<>(source.text().lines().toList());
        lines.add("end:");
        @Nullable TypeKind kind = null;
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean section = !line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '#';
            boolean type = line.startsWith("  ") && line.length() > 2 && line.charAt(2) != ' ';
            if (!section && !type) {
                continue;
            }
            if (start >= 0 && kind != null) {
                String name = lines.get(start).strip();
                slices.computeIfAbsent(kind, _ -> new LinkedHashMap<>())
                        .putIfAbsent(
                                name.substring(0, name.indexOf(':')),
                                new Slice(
                                        service,
                                        String.join("\n", lines.subList(start, i)),
                                        start));
            }
            start = type ? i : -1;
            if (section) {
                kind = kind(line);
            }
        }
    }

    private static @Nullable TypeKind kind(String line) {
        for (TypeKind kind : TypeKind.values()) {
            if (line.startsWith(kind.section() + ":")) {
                return kind;
            }
        }
        return null;
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Normative.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
