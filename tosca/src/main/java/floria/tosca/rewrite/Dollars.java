package floria.tosca.rewrite;

import java.util.List;
import java.util.Set;

import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Version;
import floria.tosca.schema.Functions;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Functions have a dollar before their name in 2.0, and texts that begin with a dollar have two
 * (§10.1).
 */
final class Dollars implements Rule {
    /** What is no value, whatever it begins with. */
    private static final Set<String> NO_VALUES = Set.of("metadata", "description", "imports");

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        if (element.construct() == Construct.FILE) {
            node(element.value(), changes);
        }
    }

    private static void node(Node node, Changes changes) {
        switch (node) {
            case Mapping mapping -> {
                boolean call = Functions.isCall(mapping, Version.SIMPLE_1_3);
                boolean written = call && mapping.names().getFirst().startsWith("$");
                if (call && !written) {
                    Mapping.Entry function = mapping.entries().getFirst();
                    changes.rename(function, "$" + function.name());
                }
                for (Mapping.Entry entry : mapping.entries()) {
                    if (!written && !NO_VALUES.contains(entry.name())) {
                        node(entry.value(), changes);
                    }
                }
            }
            case Node.Sequence(List<Node> items, _) -> items.forEach(item -> node(item, changes));
            case Node.Scalar scalar -> {
                if (scalar.text().startsWith("$")) {
                    changes.replace(scalar, Value.text("$" + scalar.text()));
                }
            }
        }
    }
}
