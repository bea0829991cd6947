package floria.tosca.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Forms;
import floria.tosca.model.FunctionDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.RelationshipType;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Functions;
import floria.tosca.schema.Primitive;
import floria.tosca.types.PendingCalls.Pending;
import floria.tosca.types.Place;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Checks what functions name and what they give, as far as types tell (TOSCA 1.3 §4, 2.0 §10). What
 * a name means may be known only at run time: then its type is checked, never its value.
 */
final class FunctionCheck {
    private static final int MANY = Integer.MAX_VALUE;

    private final Setting setting;
    private final Map<String, PropertyDefinition> inputs;
    private final Set<String> inputNames;
    private final Templates templates;
    private final Entities entities;
    private final Problems problems;
    private final PathCheck paths;
    private final PathCheck typePaths;
    private final PathCheck candidatePaths;

    FunctionCheck(
            Setting setting,
            Map<String, PropertyDefinition> inputs,
            Set<String> inputNames,
            Templates templates,
            Set<String> groups) {
        this.setting = setting;
        this.inputs = inputs;
        this.inputNames = inputNames;
        this.templates = templates;
        this.entities = new Entities(templates, groups, setting.problems());
        this.problems = setting.problems();
        // Before 1.3 those who set attributes did not keep to the types that they declared.
        boolean typed = setting.file().version().refinesStrictly();
        this.paths = new PathCheck(templates, problems, true, typed);
        this.typePaths = new PathCheck(templates, problems, typed, typed);
        this.candidatePaths = new PathCheck(templates, problems, false, typed);
    }

    void check(List<Pending> calls) {
        for (Pending pending : calls) {
            check(pending).ifPresent(given -> fits(pending, given));
        }
    }

    /** Checks a function; what it gives, if that is known. */
    private Optional<Schema> check(Pending pending) {
        String name = pending.call().function();
        boolean second = setting.exact() && !isBare(pending);
        List<String> known = second ? Functions.BUILT_IN : Functions.SIMPLE;
        return known.contains(name) ? builtIn(name, pending) : declared(pending);
    }

    /** A function of 1.x in a file of 2.0, which is let pass. */
    private static boolean isBare(Pending pending) {
        return !name(pending).name().startsWith("$");
    }

    private Optional<Schema> builtIn(String name, Pending pending) {
        return switch (name) {
            case "get_input" -> input(pending);
            case "get_property" -> path(pending, false);
            case "get_attribute" -> path(pending, true);
            case "get_artifact" -> artifact(pending);
            case "get_operation_output" -> {
                count(pending, 4, 4, "a node, an interface, an operation, an output");
                yield Optional.empty();
            }
            case "get_nodes_of_type" -> nodesOfType(pending);
            case "concat" -> {
                count(pending, 1, MANY, "at least one value");
                yield setting.exact() ? Optional.empty() : plain(Primitive.STRING);
            }
            case "join" -> {
                count(pending, 1, 2, "a list and, if wanted, a separator");
                yield plain(Primitive.STRING);
            }
            case "token" -> token(pending);
            case "value", "available_allocation" -> Optional.empty();
            case "node_index", "relationship_index" -> plain(Primitive.INTEGER);
            case "and", "or" -> truth(pending, 1, MANY, "at least one condition");
            case "not" -> truth(pending, 1, 1, "one condition");
            case "xor" -> truth(pending, 2, 2, "two conditions");
            case "in_range" -> truth(pending, 2, 3, "a value and its two bounds");
            case "length" -> {
                count(pending, 1, 1, "one text, list or map");
                yield plain(Primitive.INTEGER);
            }
            case "union", "intersection" -> {
                count(pending, 1, MANY, "at least one list");
                yield plain(Primitive.LIST);
            }
            case "sum", "product" -> {
                count(pending, 1, MANY, "at least one number");
                yield Optional.empty();
            }
            case "difference", "quotient", "remainder" -> {
                count(pending, 2, 2, "two numbers");
                yield Optional.empty();
            }
            case "round", "floor", "ceil" -> {
                count(pending, 1, 1, "one number");
                yield plain(Primitive.INTEGER);
            }
            default -> truth(pending, 2, 2, "two values");
        };
    }

    private static Optional<Schema> plain(Primitive primitive) {
        return Optional.of(
                new Schema(primitive.type(), Optional.empty(), Optional.empty(), List.of()));
    }

    private Optional<Schema> truth(Pending pending, int least, int most, String wanted) {
        count(pending, least, most, wanted);
        return plain(Primitive.BOOLEAN);
    }

    /** A function that a file declares. */
    private Optional<Schema> declared(Pending pending) {
        String name = pending.call().function();
        FunctionDefinition definition =
                setting.types()
                        .functions()
                        .find(name, pending.where().location().address())
                        .orElse(null);
        String meant = Functions.meant(name);
        if (definition == null && setting.exact() && !meant.equals(name)) {
            problems.tolerated(
                            "unknown-function",
                            name(pending).at(),
                            "there is no function '%s'; '%s' is meant".formatted(name, meant))
                    .hint("write $" + meant);
            return builtIn(meant, pending);
        }
        if (definition == null) {
            problems.error(
                            "unknown-function",
                            name(pending).at(),
                            "there is no function '%s' in %s"
                                    .formatted(Forms.shortened(name), setting.types().version()))
                    .nearest(
                            name,
                            setting.exact()
                                    ? setting.types().functions().names()
                                    : Functions.SIMPLE);
            return Optional.empty();
        }
        int count = pending.call().arguments().size();
        List<FunctionDefinition.Signature> fitting =
                definition.signatures().stream().filter(each -> each.takes(count)).toList();
        if (fitting.isEmpty() && !definition.signatures().isEmpty()) {
            problems.error(
                            "bad-arguments",
                            name(pending).at(),
                            "no signature of '%s' takes %d arguments".formatted(name, count))
                    .related(definition.location(), "declared here");
        } else {
            problems.warning(
                            "function-not-run",
                            name(pending).at(),
                            "functions of a template are checked and not run: what '%s' gives stays open"
                                    .formatted(name))
                    .hint("compute it in an operation, and read the operation's output")
                    .related(definition.location(), "declared here");
        }
        return fitting.size() == 1 ? Optional.of(fitting.getFirst().result()) : Optional.empty();
    }

    /** Reports that a function gives something else than is wanted in its place. */
    private void fits(Pending pending, Schema given) {
        Schema wanted = pending.expected();
        if (!isCompatible(given, wanted)) {
            problems.graded(
                            setting.exact(),
                            "function-type",
                            name(pending).at(),
                            "'%s' gives a %s here, where a %s is wanted"
                                    .formatted(
                                            pending.call().function(),
                                            given.type().name(),
                                            wanted.type().name()))
                    .related(given.type().location(), "the type is defined here");
        }
    }

    private boolean isCompatible(Schema given, Schema wanted) {
        Optional<Primitive> from = Primitive.of(given.type());
        Optional<Primitive> to = Primitive.of(wanted.type());
        if (from.equals(Optional.of(Primitive.ANY)) || to.equals(Optional.of(Primitive.ANY))) {
            return true;
        }
        if (from.isPresent() && to.isPresent()) {
            // In 1.x a text is whatever it says, so that only collections stand apart.
            boolean same =
                    from.equals(to)
                            || (from.get() == Primitive.INTEGER && to.get() == Primitive.FLOAT)
                            || (!setting.exact()
                                    && !isCollection(from.get())
                                    && !isCollection(to.get()));
            return same
                    && (given.entry().isEmpty()
                            || wanted.entry().isEmpty()
                            || isCompatible(given.entry().get(), wanted.entry().get()));
        }
        if (from.isEmpty() && to.isEmpty()) {
            return given.type().isA(wanted.type().name())
                    || wanted.type().isA(given.type().name())
                    || wanted.type().fields().isEmpty();
        }
        // A map may be written out where a complex type is wanted, and the other way.
        return from.equals(Optional.of(Primitive.MAP)) || to.equals(Optional.of(Primitive.MAP));
    }

    private static boolean isCollection(Primitive primitive) {
        return primitive == Primitive.LIST || primitive == Primitive.MAP;
    }

    private static Mapping.Entry name(Pending pending) {
        return pending.where().entries().getFirst();
    }

    private boolean count(Pending pending, int least, int most, String wanted) {
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
    static Location at(Pending pending, int index) {
        Node arguments = name(pending).value();
        return arguments instanceof Node.Sequence(List<Node> items, _) && index < items.size()
                ? items.get(index).location()
                : arguments.location();
    }

    private Optional<Schema> input(Pending pending) {
        if (!count(pending, 1, MANY, "the name of an input")
                || !(pending.call().arguments().getFirst() instanceof Value.Text(String name))) {
            return Optional.empty();
        }
        Map<String, PropertyDefinition> own =
                pending.place() instanceof Place.InWorkflow(var declared) ? declared : Map.of();
        PropertyDefinition definition = own.getOrDefault(name, inputs.get(name));
        if (!inputNames.contains(name) && !own.containsKey(name)) {
            problems.again(
                    "input " + name,
                    problems.graded(
                                    !Entities.isDefined(pending),
                                    "unknown-input",
                                    at(pending, 0),
                                    "there is no input '%s'".formatted(Forms.shortened(name)))
                            .nearest(name, inputNames, own.keySet()));
            return Optional.empty();
        }
        List<String> rest = texts(pending, 1);
        if (definition == null || rest.size() + 1 < pending.call().arguments().size()) {
            return Optional.empty();
        }
        return paths.into(
                definition.schema(),
                new PathCheck.Path(rest, false, index -> at(pending, index + 1)),
                "input '" + name + "'");
    }

    private Optional<Schema> token(Pending pending) {
        if (count(pending, 3, 3, "a text, a separator and a number")) {
            Value index = pending.call().arguments().get(2);
            if (!(index instanceof Value.Int) && !(index instanceof Value.Call)) {
                problems.error(
                        "bad-arguments", at(pending, 2), "the third argument of token is a number");
            }
        }
        return plain(Primitive.STRING);
    }

    private Optional<Schema> nodesOfType(Pending pending) {
        if (count(pending, 1, 1, "the name of a node type")
                && pending.call().arguments().getFirst() instanceof Value.Text(String name)) {
            setting.types()
                    .fullName(
                            TypeKind.NODE,
                            new Node.Scalar(name, true, at(pending, 0)),
                            setting.file());
        }
        return plain(Primitive.LIST);
    }

    private Optional<Schema> artifact(Pending pending) {
        if (!count(pending, 2, 4, "a node and the name of an artifact")) {
            return plain(Primitive.STRING);
        }
        List<String> arguments = texts(pending, 0);
        Optional<NodeTemplate> node =
                arguments.isEmpty()
                        ? Optional.empty()
                        : entities.node(pending, arguments.getFirst());
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
        return plain(Primitive.STRING);
    }

    private Optional<Schema> path(Pending pending, boolean attribute) {
        String what = attribute ? "an attribute" : "a property";
        if (!count(pending, 2, MANY, "a node and the name of " + what)) {
            return Optional.empty();
        }
        Optional<String> entity = first(pending);
        List<String> names = texts(pending, 1);
        if (entity.isEmpty() || names.isEmpty()) {
            return Optional.empty();
        }
        // The rest may be a function, whose value is known at run time only.
        boolean whole = names.size() + 1 == pending.call().arguments().size();
        PathCheck.Path path = new PathCheck.Path(names, attribute, index -> at(pending, index + 1));
        Optional<Schema> found = follow(pending, entity.get(), path);
        return whole ? found : Optional.empty();
    }

    /** The node that a path starts at; of many equal ones, with an index. */
    private static Optional<String> first(Pending pending) {
        return switch (pending.call().arguments().getFirst()) {
            case Value.Text(String name) -> Optional.of(name);
            case Value.Items(List<Value> named) when !named.isEmpty() ->
                    Optional.of(named.getFirst().asText());
            case Value.Nil _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }

    private Optional<Schema> follow(Pending pending, String entity, PathCheck.Path path) {
        if (entity.equals("SELF")) {
            switch (pending.place()) {
                case Place.InRelationship(RelationshipType type, String source, var target) -> {
                    return inRelationship(type, source, target, path);
                }
                case Place.InType(TypeKind kind, String name) -> {
                    return kind == TypeKind.NODE
                            ? inType(name, path, typePaths)
                            // A relationship may be of a type that derives from this one.
                            : Optional.empty();
                }
                case Place.InFilter(String type) -> {
                    return inType(type, path, candidatePaths);
                }
                case Place.InNode _,
                        Place.InTopology _,
                        Place.InWorkflow _,
                        Place.InDefinition _,
                        Place.Elsewhere _ -> {}
            }
        }
        if (entity.equals("HOST") && pending.place() instanceof Place.InNode(String self)) {
            return paths.host(self, path);
        }
        return entities.node(pending, entity).flatMap(node -> paths.node(node, path));
    }

    private Optional<Schema> inRelationship(
            RelationshipType type, String source, Optional<String> target, PathCheck.Path path) {
        Optional<NodeTemplate> end =
                switch (path.first()) {
                    case "SOURCE" -> Optional.ofNullable(templates.nodes().get(source));
                    case "TARGET" -> target.map(name -> templates.nodes().get(name));
                    default -> Optional.empty();
                };
        boolean formal = Set.of("SOURCE", "TARGET", "CAPABILITY").contains(path.first());
        return formal && path.isLong()
                ? end.flatMap(node -> paths.node(node, path.rest()))
                : paths.relationship(type, path, false);
    }

    private Optional<Schema> inType(String name, PathCheck.Path path, PathCheck checks) {
        Node.Scalar written = new Node.Scalar(name, true, path.here());
        return setting.types()
                .declaredNode(written, path.here())
                .flatMap(type -> checks.type(type, path));
    }

    /** The leading arguments from {@code from} on that are names or indices. */
    private static List<String> texts(Pending pending, int from) {
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
