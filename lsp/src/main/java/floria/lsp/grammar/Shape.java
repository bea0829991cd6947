package floria.lsp.grammar;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Version;

/**
 * What may stand at a place: a name, a word, items, entries with names of their own, or a construct
 * with keynames. Several at once where a place may be written in several ways. Immutable.
 *
 * @param names what a scalar here is the name of
 * @param words what a scalar here may say
 * @param items shapes of the items of a list
 * @param repeats whether the last of them is that of all further items
 * @param entries of a map
 * @param construct what a map with keynames is
 */
public record Shape(
        Optional<Role> names,
        List<String> words,
        List<Shape> items,
        boolean repeats,
        Optional<Entries> entries,
        Optional<Supplier<Part>> construct) {

    /** A place of which nothing is known. */
    public static final Shape NOTHING =
            new Shape(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    false,
                    Optional.empty(),
                    Optional.empty());

    /**
     * Entries whose keys are names.
     *
     * @param declares whether the key is where the name comes from
     */
    public record Entries(Role role, boolean declares, Shape value) {}

    /**
     * A part of a template with keynames.
     *
     * @param name as the table has it
     * @param keys shapes of the values of keynames; other keynames have values without names
     * @param others entries that stand beside the keynames
     */
    public record Part(String name, Map<String, Shape> keys, Optional<Entries> others) {
        public Part {
            keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        }

        /** What stands behind a keyname. */
        public Shape key(String name) {
            return keys.getOrDefault(name, NOTHING);
        }

        /** Whether {@code name} is a keyname here, in any version. */
        public boolean has(String name) {
            return keys.containsKey(name)
                    || construct().flatMap(found -> found.firstWith(name)).isPresent();
        }

        /** The keynames of a version, those of the table where the standard has no such part. */
        public List<String> keynames(Version version) {
            return construct()
                    .map(found -> found.keynames(version))
                    .orElseGet(() -> List.copyOf(keys.keySet()));
        }

        private Optional<Construct> construct() {
            String wanted =
                    switch (name) {
                        case "operation_definition", "operation_assignment" -> "operation";
                        case "interface_assignment" -> "interface_definition";
                        case "relationship_definition" -> "relationship_assignment";
                        default -> name;
                    };
            return Arrays.stream(Construct.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wanted))
                    .findFirst();
        }
    }

    /** What the item with that number is. */
    public Shape item(int number) {
        if (number < items.size()) {
            return items.get(number);
        }
        return repeats && !items.isEmpty() ? items.getLast() : NOTHING;
    }

    /** The part that a map here is. */
    public Optional<Part> part() {
        return construct.map(Supplier::get);
    }

    /** What the key of an entry is the name of; empty for keynames, and where nothing is known. */
    public Optional<Entries> entry(String key) {
        return part().filter(part -> !part.has(key))
                .flatMap(Part::others)
                .or(() -> part().isPresent() ? Optional.empty() : entries);
    }

    /** Whether a map may stand here. */
    public boolean isMap() {
        return construct.isPresent() || entries.isPresent();
    }

    Shape or(Shape other) {
        return new Shape(
                names.or(() -> other.names),
                words.isEmpty() ? other.words : words,
                items.isEmpty() ? other.items : items,
                repeats || other.repeats,
                entries.or(() -> other.entries),
                construct.or(() -> other.construct));
    }
}
