package floria.tosca.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.value.Calculation;
import floria.tosca.value.Value;

/**
 * Finds values that ask for each other in a circle, so that none of them can ever be known. Takes
 * time and memory in proportion to the functions that there are.
 */
public final class Circles {
    private static final Scope TOPOLOGY = new Scope("", Optional.empty());

    private final Map<String, NodeTemplate> nodes;
    private final Map<String, PropertyDefinition> inputs;
    private final Reach reach;
    private final List<Circle> found = new ArrayList<>();

    /** What was met, by its name; true as long as its functions are being followed. */
    private final Map<String, Boolean> met = new HashMap<>();

    private final Deque<Visit> open = new ArrayDeque<>();

    public Circles(Map<String, NodeTemplate> nodes, Map<String, PropertyDefinition> inputs) {
        this.nodes = nodes;
        this.inputs = inputs;
        this.reach = new Reach(nodes);
    }

    /**
     * Values that ask for each other.
     *
     * @param call of the first of them, which asks for the second
     * @param names of the values, such as {@code property 'port' of node 'web'}
     * @param settable whether one of them is an attribute, which may be set at run time
     */
    public record Circle(Value.Call call, List<String> names, boolean settable) {}

    /** A value with the place where it stands. */
    private record Place(String name, Value value, Scope scope) {}

    /** A function, and the value that it asks for. */
    private record Link(Value.Call call, Place to) {}

    private static final class Visit {
        final String name;
        final Iterator<Link> links;
        @Nullable Link taken;

        Visit(String name, Iterator<Link> links) {
            this.name = name;
            this.links = links;
        }
    }

    /** All circles, each once. */
    public List<Circle> find() {
        Map<String, Value> defaults = new LinkedHashMap<>();
        inputs.forEach(
                (name, input) -> input.initial().ifPresent(value -> defaults.put(name, value)));
        follow(defaults, Circles::input, TOPOLOGY);
        for (NodeTemplate node : nodes.values()) {
            Scope scope = Scope.of(node);
            follow(node.properties(), name -> property(name, node), scope);
            follow(node.attributes(), name -> attribute(name, node), scope);
            for (NodeTemplate.Capability capability : node.capabilities().values()) {
                follow(capability.properties(), name -> of(name, capability, node), scope);
            }
            for (Requirement requirement : node.requirements()) {
                follow(
                        requirement.relationship().properties(),
                        name -> of(name, requirement, node),
                        new Scope(node.name(), Optional.of(requirement)));
            }
        }
        return List.copyOf(found);
    }

    private void follow(Map<String, Value> values, UnaryOperator<String> title, Scope scope) {
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            if (entry.getValue().isOpen()) {
                // Most functions ask for what has none itself, and are done with.
                List<Link> links = links(entry.getValue(), scope);
                if (!links.isEmpty()) {
                    enter(title.apply(entry.getKey()), links);
                    finish();
                }
            }
        }
    }

    /** With a stack of its own: a chain may be as long as the template. */
    private void finish() {
        while (!open.isEmpty()) {
            Visit top = open.getLast();
            if (top.links.hasNext()) {
                Link link = top.links.next();
                top.taken = link;
                if (met.getOrDefault(link.to().name(), false)) {
                    circle(link.to().name());
                } else {
                    Place to = link.to();
                    enter(to.name(), links(to.value(), to.scope()));
                }
            } else {
                met.put(top.name, false);
                open.removeLast();
            }
        }
    }

    private void enter(String name, List<Link> links) {
        if (met.putIfAbsent(name, true) == null) {
            open.addLast(new Visit(name, links.iterator()));
        }
    }

    private void circle(String start) {
        List<Visit> ring = open.stream().dropWhile(visit -> !visit.name.equals(start)).toList();
        Link first = ring.getFirst().taken;
        if (first != null) {
            found.add(
                    new Circle(
                            first.call(),
                            ring.stream().map(visit -> visit.name).toList(),
                            ring.stream().anyMatch(visit -> isSettable(visit.taken))));
        }
    }

    private static boolean isSettable(@Nullable Link link) {
        return link != null && link.call().function().equals("get_attribute");
    }

    private List<Link> links(Value value, Scope scope) {
        List<Link> links = new ArrayList<>(0);
        links(value, scope, links);
        return links;
    }

    /** The values that the functions in a value ask for, as far as these have functions too. */
    private void links(Value value, Scope scope, List<Link> links) {
        switch (value) {
            case Value.Call call -> {
                asked(call, scope)
                        .filter(place -> place.value().isOpen())
                        .ifPresent(place -> links.add(new Link(call, place)));
                call.arguments().forEach(argument -> links(argument, scope, links));
            }
            case Value.Secret(Value hidden) -> links(hidden, scope, links);
            case Value.Items(List<Value> items) -> items.forEach(item -> links(item, scope, links));
            case Value.Entries(Map<String, Value> entries) ->
                    entries.values().forEach(entry -> links(entry, scope, links));
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _ -> {}
        }
    }

    private Optional<Place> asked(Value.Call call, Scope scope) {
        return switch (call.function()) {
            case "get_input" -> {
                List<String> path = Reach.names(call.arguments());
                yield path.isEmpty()
                        ? Optional.empty()
                        : Optional.ofNullable(inputs.get(path.getFirst()))
                                .flatMap(PropertyDefinition::initial)
                                .flatMap(value ->
                                        place(
                                                input(path.getFirst()),
                                                value,
                                                path.subList(1, path.size()),
                                                TOPOLOGY));
            }
            case "get_property" -> reach.spot(call.arguments(), scope, false).flatMap(this::place);
            case "get_attribute" -> reach.spot(call.arguments(), scope, true).flatMap(this::place);
            default -> Optional.empty();
        };
    }

    private Optional<Place> place(Spot spot) {
        return switch (spot) {
            case Spot.OfNode(NodeTemplate node, String name, List<String> rest) ->
                    Optional.ofNullable(node.properties().get(name))
                            .map(value -> property(name, node, value, rest))
                            .orElseGet(() ->
                                    Optional.ofNullable(node.attributes().get(name))
                                            .flatMap(value ->
                                                    place(
                                                            attribute(name, node),
                                                            value,
                                                            rest,
                                                            Scope.of(node))));
            case Spot.OfCapability(NodeTemplate node, var capability, String name, var rest) ->
                    Optional.ofNullable(capability.properties().get(name))
                            .flatMap(value ->
                                    place(of(name, capability, node), value, rest, Scope.of(node)));
            case Spot.OfRelationship(var source, var requirement, String name, var rest) ->
                    Optional.ofNullable(requirement.relationship().properties().get(name))
                            .flatMap(value ->
                                    Optional.ofNullable(nodes.get(source))
                                            .flatMap(node ->
                                                    place(
                                                            of(name, requirement, node),
                                                            value,
                                                            rest,
                                                            new Scope(
                                                                    source,
                                                                    Optional.of(requirement)))));
        };
    }

    private static Optional<Place> property(
            String name, NodeTemplate node, Value value, List<String> rest) {
        return value.isOpen()
                ? place(property(name, node), value, rest, Scope.of(node))
                : Optional.empty();
    }

    /** The part of a value that a path leads to, which need not ask for what its neighbours do. */
    private static Optional<Place> place(String name, Value value, List<String> rest, Scope scope) {
        if (!value.isOpen()) {
            return Optional.empty();
        }
        Value at = value;
        StringBuilder full = new StringBuilder(name);
        for (String step : rest) {
            Optional<Value> next = part(at, step);
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
            full.append(", ").append(step);
        }
        return Optional.of(new Place(full.toString(), at, scope));
    }

    private static Optional<Value> part(Value value, String name) {
        return switch (value) {
            case Value.Entries(Map<String, Value> entries) ->
                    Optional.ofNullable(entries.get(name));
            case Value.Items(List<Value> items) ->
                    Calculation.index(name, items.size()).map(items::get);
            case Value.Secret(Value hidden) -> part(hidden, name);
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _ ->
                    Optional.empty();
        };
    }

    private static String input(String name) {
        return "input '" + name + "'";
    }

    private static String property(String name, NodeTemplate node) {
        return "property '" + name + "' of node '" + node.name() + "'";
    }

    private static String attribute(String name, NodeTemplate node) {
        return "attribute '" + name + "' of node '" + node.name() + "'";
    }

    private static String of(String name, NodeTemplate.Capability capability, NodeTemplate node) {
        return "property '%s' of capability '%s' of node '%s'"
                .formatted(name, capability.definition().name(), node.name());
    }

    private static String of(String name, Requirement requirement, NodeTemplate node) {
        int index = 0;
        for (Requirement each : node.requirements()) {
            if (each.location().equals(requirement.location())) {
                break;
            }
            index += each.name().equals(requirement.name()) ? 1 : 0;
        }
        return "property '%s' of requirement '%s'%s of node '%s'"
                .formatted(
                        name,
                        requirement.name(),
                        index == 0 ? "" : " (" + index + ")",
                        node.name());
    }
}
