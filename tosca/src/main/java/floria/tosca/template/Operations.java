package floria.tosca.template;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.problem.Location;

/** Finds the operations that triggers and steps call. */
final class Operations {
    private final Setting setting;
    private final Templates templates;

    Operations(Setting setting, Templates templates) {
        this.setting = setting;
        this.templates = templates;
    }

    /** The operation of the first of {@code nodes} that has it; reported if none has. */
    Optional<Operation> ofAny(
            Collection<String> nodes, String interfaceName, String operation, Location at) {
        Set<String> known = new LinkedHashSet<>();
        for (String name : nodes) {
            NodeTemplate node = templates.nodes().get(name);
            if (node == null) {
                return Optional.empty();
            }
            Optional<Operation> found = of(node.interfaces(), interfaceName, operation, known);
            if (found.isPresent()) {
                return found;
            }
        }
        String written = interfaceName + "." + operation;
        setting.problems()
                .graded(
                        setting.file().version().refinesStrictly(),
                        "unknown-operation",
                        at,
                        "%s has no operation '%s'"
                                .formatted(
                                        nodes.size() == 1
                                                ? "node '" + nodes.iterator().next() + "'"
                                                : "none of " + String.join(", ", nodes),
                                        written))
                .nearest(written, known);
        return Optional.empty();
    }

    private static Optional<Operation> of(
            Map<String, NodeTemplate.Interface> interfaces,
            String interfaceName,
            String operation,
            Set<String> known) {
        for (Map.Entry<String, NodeTemplate.Interface> entry : interfaces.entrySet()) {
            String type = entry.getValue().type().name();
            entry.getValue()
                    .operations()
                    .keySet()
                    .forEach(name -> known.add(entry.getKey() + "." + name));
            if (entry.getKey().equals(interfaceName)
                    || type.equals(interfaceName)
                    || type.endsWith("." + interfaceName)) {
                Operation found = entry.getValue().operations().get(operation);
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }
}
