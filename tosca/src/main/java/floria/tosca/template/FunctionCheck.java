package floria.tosca.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.types.TypeKind;
import floria.tosca.types.TypeTable;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Checks what functions name, as far as types tell (TOSCA 1.3 §4). */
final class FunctionCheck {
    private static final List<String> NAMES =
            List.of(
                    "get_input",
                    "get_property",
                    "get_attribute",
                    "get_operation_output",
                    "get_nodes_of_type",
                    "get_artifact",
                    "concat",
                    "join",
                    "token");
    private static final Set<String> KEYWORDS = Set.of("SELF", "HOST", "SOURCE", "TARGET");

    private final ServiceFile file;
    private final TypeTable types;
    private final Map<String, PropertyDefinition> inputs;
    private final Set<String> inputNames;
    private final Templates templates;
    private final Set<String> groups;
    private final Problems problems;
    private final PathCheck paths;

    FunctionCheck(
            ServiceFile file,
            TypeTable types,
            Map<String, PropertyDefinition> inputs,
            Set<String> inputNames,
            Templates templates,
            Set<String> groups,
            Problems problems) {
        this.file = file;
        this.types = types;
        this.inputs = inputs;
        this.inputNames = inputNames;
        this.templates = templates;
        this.groups = groups;
        this.problems = problems;
        this.paths = new PathCheck(templates, problems);
    }

    void check(List<PendingCalls.Pending> calls) {
        calls.forEach(this::check);
    }

    private void check(PendingCalls.Pending pending) {
        Value.Call call = pending.call();
        switch (call.function()) {
            case "get_input" -> input(pending);
            case "get_property" -> path(pending, false);
            case "get_attribute" -> path(pending, true);
            case "get_artifact" -> artifact(pending);
            case "get_operation_output" ->
                    count(pending, 4, 4, "a node, an interface, an operation, an output");
            case "get_nodes_of_type" -> nodesOfType(pending);
            case "concat" -> count(pending, 1, Integer.MAX_VALUE, "at least one value");
            case "join" -> count(pending, 1, 2, "a list and, if wanted, a separator");
            case "token" -> token(pending);
            default -> {
                if (file.version().isSimple()) {
                    problems.error(
                                    "unknown-function",
                                    name(pending).at(),
                                    "there is no function '%s' in %s"
                                            .formatted(call.function(), file.version()))
                            .nearest(call.function(), NAMES);
                }
            }
        }
    }

    private static Mapping.Entry name(PendingCalls.Pending pending) {
        return pending.where().entries().getFirst();
    }

    private boolean count(PendingCalls.Pending pending, int least, int most, String wanted) {
        int count =
                name(pending).value() instanceof Node.Sequence(List<Node> items, _)
                        ? items.size()
                        : name(pending).value().isNull() ? 0 : 1;
        if (count < least || count > most) {
            problems.error(
                    "bad-arguments",
                    name(pending).at(),
                    "%s takes %s".formatted(pending.call().function(), wanted));
            return false;
        }
        return true;
    }

    /** Where an argument stands. */
    private static Location at(PendingCalls.Pending pending, int index) {
        Node arguments = name(pending).value();
        return arguments instanceof Node.Sequence(List<Node> items, _) && index < items.size()
                ? items.get(index).location()
                : arguments.location();
    }

    private void input(PendingCalls.Pending pending) {
        if (!count(pending, 1, Integer.MAX_VALUE, "the name of an input")
                || !(pending.call().arguments().getFirst() instanceof Value.Text(String name))) {
            return;
        }
        if (!inputNames.contains(name)) {
            problems.error(
                            "unknown-input",
                            at(pending, 0),
                            "there is no input '%s'".formatted(Forms.shortened(name)))
                    .nearest(name, inputNames);
            return;
        }
        PropertyDefinition definition = inputs.get(name);
        List<String> rest = texts(pending, 1);
        if (definition != null && !rest.isEmpty()) {
            paths.into(
                    definition.schema(),
                    rest,
                    "input '" + name + "'",
                    index -> at(pending, index + 1));
        }
    }

    private void token(PendingCalls.Pending pending) {
        if (!count(pending, 3, 3, "a text, a separator and a number")) {
            return;
        }
        Value index = pending.call().arguments().get(2);
        if (!(index instanceof Value.Int) && !(index instanceof Value.Call)) {
            problems.error(
                    "bad-arguments", at(pending, 2), "the third argument of token is a number");
        }
    }

    private void nodesOfType(PendingCalls.Pending pending) {
        if (count(pending, 1, 1, "the name of a node type")
                && pending.call().arguments().getFirst() instanceof Value.Text(String name)) {
            types.fullName(TypeKind.NODE, new Node.Scalar(name, true, at(pending, 0)), file);
        }
    }

    private void artifact(PendingCalls.Pending pending) {
        if (!count(pending, 2, 4, "a node and the name of an artifact")) {
            return;
        }
        List<String> arguments = texts(pending, 0);
        Optional<NodeTemplate> node =
                arguments.isEmpty() ? Optional.empty() : entity(pending, arguments.getFirst());
        if (node.isPresent()
                && arguments.size() > 1
                && !node.get().artifacts().containsKey(arguments.get(1))) {
            problems.error(
                            "unknown-artifact",
                            at(pending, 1),
                            "node '%s' has no artifact '%s'"
                                    .formatted(node.get().name(), arguments.get(1)))
                    .nearest(arguments.get(1), node.get().artifacts().keySet());
        }
    }

    private void path(PendingCalls.Pending pending, boolean attribute) {
        String what = attribute ? "an attribute" : "a property";
        if (!count(pending, 2, Integer.MAX_VALUE, "a node and the name of " + what)) {
            return;
        }
        List<String> path = texts(pending, 0);
        if (path.size() < 2 || isFormal(path)) {
            return;
        }
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (first.equals("SELF") && pending.place() instanceof Place.InRelationship place) {
            paths.relationship(place.type(), rest, attribute, index -> at(pending, index + 1));
            return;
        }
        if (first.equals("HOST") && pending.place() instanceof Place.InNode(String self)) {
            paths.host(self, rest, attribute, index -> at(pending, index + 1));
            return;
        }
        entity(pending, first)
                .ifPresent(
                        node -> paths.node(node, rest, attribute, index -> at(pending, index + 1)));
    }

    /** The paths of 2.0 with keywords in the middle are left to the run. */
    private static boolean isFormal(List<String> path) {
        return path.subList(1, path.size()).stream()
                .anyMatch(part ->
                        part.equals("CAPABILITY")
                                || part.equals("RELATIONSHIP")
                                || KEYWORDS.contains(part));
    }

    /** The node that an argument means, if it means one that is known. */
    private Optional<NodeTemplate> entity(PendingCalls.Pending pending, String name) {
        return switch (name) {
            case "SELF" -> {
                refuseInTopology(pending, name);
                yield pending.place() instanceof Place.InNode(String self)
                        ? Optional.ofNullable(templates.nodes().get(self))
                        : Optional.empty();
            }
            case "HOST" -> {
                refuseInTopology(pending, name);
                yield Optional.empty();
            }
            case "SOURCE", "TARGET" -> end(pending, name);
            default -> named(pending, name);
        };
    }

    private Optional<NodeTemplate> end(PendingCalls.Pending pending, String name) {
        refuseInTopology(pending, name);
        if (pending.place() instanceof Place.InNode) {
            problems.error(
                            "bad-entity",
                            at(pending, 0),
                            "'%s' has a meaning in relationships only".formatted(name))
                    .hint("name the node, or go over a requirement: [ SELF, REQUIREMENT, NAME ]");
        }
        return pending.place()
                        instanceof Place.InRelationship(_, String source, Optional<String> target)
                ? (name.equals("SOURCE") ? Optional.of(source) : target)
                        .map(node -> templates.nodes().get(node))
                : Optional.empty();
    }

    private Optional<NodeTemplate> named(PendingCalls.Pending pending, String name) {
        if (!templates.names().contains(name)
                && !templates.relationshipNames().contains(name)
                && !groups.contains(name)) {
            Set<String> known = new LinkedHashSet<>(templates.names());
            known.addAll(KEYWORDS);
            problems.error(
                            "unknown-node",
                            at(pending, 0),
                            "there is no node template '%s'".formatted(Forms.shortened(name)))
                    .nearest(name, known);
        }
        return Optional.ofNullable(templates.nodes().get(name));
    }

    private void refuseInTopology(PendingCalls.Pending pending, String keyword) {
        if (pending.place() instanceof Place.InTopology(String what)) {
            problems.error(
                            "bad-entity",
                            at(pending, 0),
                            "'%s' has no meaning in %s".formatted(keyword, what))
                    .hint("name a node template");
        }
    }

    /** The leading arguments from {@code from} on that are names or indices. */
    private static List<String> texts(PendingCalls.Pending pending, int from) {
        List<String> texts = new ArrayList<>();
        List<Value> arguments = pending.call().arguments();
        for (Value argument :
                arguments.subList(Math.min(from, arguments.size()), arguments.size())) {
            if (!(argument instanceof Value.Text) && !(argument instanceof Value.Int)) {
                break;
            }
            texts.add(argument.asText());
        }
        return texts;
    }
}
