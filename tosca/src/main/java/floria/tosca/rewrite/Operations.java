package floria.tosca.rewrite;

import java.util.List;
import java.util.Set;

import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.yaml.Mapping;

/** Operations at the level of the interface go under {@code operations} (TOSCA 1.3 §3.7.5). */
final class Operations implements Rule {
    private static final Set<String> KEYNAMES =
            Set.of(
                    "type",
                    "derived_from",
                    "version",
                    "description",
                    "inputs",
                    "operations",
                    "notifications",
                    "metadata");

    /** The operations of an interface that has no {@code operations}. */
    static List<Mapping.Entry> shorthand(Element element) {
        return element.body().has("operations")
                ? List.of()
                : element.body().entries().stream()
                        .filter(entry -> !KEYNAMES.contains(entry.name()))
                        .toList();
    }

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        boolean isInterface =
                element.construct() == Construct.INTERFACE_DEFINITION
                        || element.construct() == Construct.INTERFACE_TYPE;
        List<Mapping.Entry> written = isInterface ? shorthand(element) : List.of();
        if (!written.isEmpty()) {
            changes.nest(element.body(), written, "operations");
        }
    }
}
