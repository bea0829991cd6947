package floria.tosca.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * when it is first asked for, so that a small template costs little. Safe for use by many threads.
 */
final class Normative {
    private final List<Layer> layers;

    private Normative(List<Layer> layers) {
        this.layers = layers;
    }

    /** What the resources hold, newest first; they are read once, and not for TOSCA 2.0. */
    private static final class Resources {
        static final List<Layer> LAYERS =
                List.of(
                        Layer.of(Version.SIMPLE_1_3),
                        Layer.of(Version.SIMPLE_1_2),
                        Layer.of(Version.SIMPLE_1_1),
                        Layer.of(Version.SIMPLE_1_0));
    }

    /**
     * Those that are in force in {@code version}; none for TOSCA 2.0, which has them in profiles.
     */
    static Normative of(Version version) {
        return new Normative(
                version.isSimple()
                        ? Resources.LAYERS.stream()
                                .filter(layer -> version.isAtLeast(layer.version))
                                .toList()
                        : List.of());
    }

    /** The declaration of {@code name}, which is a full name. */
    Optional<Declaration> find(TypeKind kind, String name) {
        for (Layer layer : layers) {
            Slice slice = layer.of(kind).get(name);
            if (slice != null) {
                return slice.declaration();
            }
        }
        return Optional.empty();
    }

    List<String> names(TypeKind kind) {
        Set<String> names = new LinkedHashSet<>();
        layers.forEach(layer -> names.addAll(layer.of(kind).keySet()));
        return List.copyOf(names);
    }

    /** The text at an address that positions of normative types have. */
    static Optional<Source> source(String address) {
        return Resources.LAYERS.stream()
                .map(layer -> layer.file.source())
                .filter(source -> source.address().equals(address))
                .findFirst();
    }

    /** The lines of one declaration. */
    private static final class Slice {
        private final TypeKind kind;
        private final String name;
        private final ServiceFile file;
        private final String text;
        private final int linesBefore;

        /** Of several threads that read it at once, each gets an equal one. */
        private volatile @Nullable Declaration read;

        Slice(TypeKind kind, String name, ServiceFile file, String text, int linesBefore) {
            this.kind = kind;
            this.name = name;
            this.file = file;
            this.text = text;
            this.linesBefore = linesBefore;
        }

        Optional<Declaration> declaration() {
            Declaration known = read;
            if (known == null) {
                known = parsed().orElse(null);
                read = known;
            }
            return Optional.ofNullable(known);
        }

        private Optional<Declaration> parsed() {
            return new YamlReader(new Problems(), Limits.STANDARD)
                    .read(file.address(), text, linesBefore)
                    .flatMap(node ->
                            node instanceof Mapping map ? map.entry(name) : Optional.empty())
                    .map(entry ->
                            new Declaration(
                                    kind,
                                    name,
                                    name,
                                    entry.at(),
                                    entry.value() instanceof Mapping body
                                            ? body
                                            : Mapping.empty(entry.at()),
                                    file));
        }
    }

    /** What one version adds. */
    private static final class Layer {
        private final Version version;
        private final ServiceFile file;
        private final Map<TypeKind, Map<String, Slice>> slices = new EnumMap<>(TypeKind.class);

        private Layer(Version version) {
            this.version = version;
            Source source =
                    new Source(
                            "profile:tosca/" + version.text() + ".yaml",
                            bytes(version.text() + ".yaml"));
            this.file =
                    ServiceFile.normative(
                            source,
                            Version.SIMPLE_1_3,
                            Mapping.empty(Location.startOf(source.address())));
        }

        static Layer of(Version version) {
            Layer layer = new Layer(version);
            layer.split();
            return layer;
        }

        Map<String, Slice> of(TypeKind kind) {
            return slices.getOrDefault(kind, Map.of());
        }

        private void split() {
            List<String> lines = new ArrayList<>(file.source().text().lines().toList());
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
                    slice(kind, lines.subList(start, i), start);
                }
                start = type ? i : -1;
                if (section) {
                    kind = kind(line);
                }
            }
        }

        private void slice(TypeKind kind, List<String> lines, int linesBefore) {
            String first = lines.getFirst().strip();
            String name = first.substring(0, first.indexOf(':'));
            slices.computeIfAbsent(kind, _ -> new LinkedHashMap<>())
                    .putIfAbsent(
                            name,
                            new Slice(kind, name, file, String.join("\n", lines), linesBefore));
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
}
