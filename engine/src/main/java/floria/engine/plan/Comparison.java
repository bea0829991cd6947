package floria.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import floria.engine.revision.Blueprint;
import floria.placement.Demands;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.model.Artifact;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/**
 * Compares a node of two revisions. What a changed property takes is said by the metadata {@code
 * floria.update} of its definition, or of the node type ({@code in_place}, {@code restart}, {@code
 * replace}); else software is configured and started again. What a site makes the node of is not
 * compared here: that is for the site to say.
 */
final class Comparison {
    static final String UPDATE = "floria.update";

    private final Blueprint before;
    private final Blueprint now;
    private final Evaluator was;
    private final Evaluator is;
    private final List<String> reasons = new ArrayList<>();
    private Change.Kind kind = Change.Kind.NONE;

    private Comparison(Blueprint before, Blueprint now) {
        this.before = before;
        this.now = now;
        this.was = evaluator(before);
        this.is = evaluator(now);
    }

    static Difference of(String node, Blueprint before, Blueprint now) {
        Comparison comparison = new Comparison(before, now);
        comparison.compare(before.topology().node(node), now.topology().node(node));
        return new Difference(comparison.kind, comparison.reasons);
    }

    private static Evaluator evaluator(Blueprint blueprint) {
        return new Evaluator(blueprint.topology(), blueprint.revision().inputs(), Facts.NONE);
    }

    private void compare(NodeTemplate old, NodeTemplate next) {
        if (!old.type().name().equals(next.type().name())) {
            add(
                    Change.Kind.REPLACE,
                    "its type is " + next.type().name() + " instead of " + old.type().name());
            return;
        }
        boolean resource = Demands.kindOf(next).isPresent();
        properties(old, next, resource);
        if (!resource) {
            capabilities(old, next);
        }
        operations(old, next);
        requirements(old, next);
    }

    private void properties(NodeTemplate old, NodeTemplate next, boolean resource) {
        for (String name : keys(old.properties(), next.properties())) {
            if (same(old.properties().get(name), old, next.properties().get(name), next)) {
                continue;
            }
            Optional<Change.Kind> declared = declared(next, name);
            if (declared.isPresent() || !resource) {
                add(declared.orElse(Change.Kind.RESTART), "its property " + name + " changes");
            }
        }
    }

    private static Optional<Change.Kind> declared(NodeTemplate node, String property) {
        PropertyDefinition definition = node.type().properties().get(property);
        return Optional.ofNullable(definition)
                .map(found -> found.metadata().get(UPDATE))
                .or(() -> Optional.ofNullable(node.type().metadata().get(UPDATE)))
                .flatMap(word ->
                        switch (word.toLowerCase(Locale.ROOT)) {
                            case "none" -> Optional.of(Change.Kind.NONE);
                            case "in_place" -> Optional.of(Change.Kind.UPDATE);
                            case "restart" -> Optional.of(Change.Kind.RESTART);
                            case "replace" -> Optional.of(Change.Kind.REPLACE);
                            default -> Optional.empty();
                        });
    }

    private void capabilities(NodeTemplate old, NodeTemplate next) {
        for (String name : keys(old.capabilities(), next.capabilities())) {
            Map<String, Value> mine = values(old.capabilities().get(name));
            Map<String, Value> its = values(next.capabilities().get(name));
            for (String property : keys(mine, its)) {
                if (!same(mine.get(property), old, its.get(property), next)) {
                    add(Change.Kind.RESTART, "its " + name + "'s " + property + " changes");
                }
            }
        }
    }

    private static Map<String, Value> values(NodeTemplate.@Nullable Capability capability) {
        return capability == null ? Map.of() : capability.properties();
    }

    private void operations(NodeTemplate old, NodeTemplate next) {
        for (String name : keys(old.interfaces(), next.interfaces())) {
            Map<String, Operation> mine = operations(old, name);
            Map<String, Operation> its = operations(next, name);
            for (String operation : keys(mine, its)) {
                if (same(mine.get(operation), old, its.get(operation), next)) {
                    continue;
                }
                switch (operation) {
                    // Only what took part in bringing it to where it is makes a difference.
                    case "create" -> add(Change.Kind.REPLACE, "its operation create changes");
                    case "configure", "start", "run" ->
                            add(Change.Kind.RESTART, "its operation " + operation + " changes");
                    default -> {}
                }
            }
        }
    }

    private static Map<String, Operation> operations(NodeTemplate node, String name) {
        NodeTemplate.Interface found = node.interfaces().get(name);
        return found == null ? Map.of() : found.operations();
    }

    private boolean same(
            @Nullable Operation mine,
            NodeTemplate old,
            @Nullable Operation its,
            NodeTemplate next) {
        if (mine == null || its == null || !does(mine) || !does(its)) {
            return does(mine) == does(its);
        }
        return Arrays.deepEquals(contents(mine, before), contents(its, now))
                && keys(mine.inputs(), its.inputs()).stream()
                        .allMatch(input ->
                                same(mine.inputs().get(input), old, its.inputs().get(input), next));
    }

    private static boolean does(@Nullable Operation operation) {
        return operation != null && operation.implementation().isPresent();
    }

    private static byte[][] contents(Operation operation, Blueprint blueprint) {
        return Stream.concat(operation.implementation().stream(), operation.dependencies().stream())
                .map(artifact -> content(artifact, blueprint))
                .toArray(byte[][]::new);
    }

    private static byte[] content(Artifact artifact, Blueprint blueprint) {
        return artifact.address()
                .flatMap(address -> Optional.ofNullable(blueprint.sources().get(address)))
                .map(Source::bytes)
                .orElseGet(() -> artifact.file().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void requirements(NodeTemplate old, NodeTemplate next) {
        if (!targets(old, true).equals(targets(next, true))) {
            add(Change.Kind.REPLACE, "it is hosted on another node");
        } else if (!targets(old, false).equals(targets(next, false))) {
            add(Change.Kind.RESTART, "it is linked to other nodes");
        }
    }

    private static List<String> targets(NodeTemplate node, boolean hosts) {
        return node.requirements().stream()
                .filter(requirement -> hosts == isHost(requirement))
                .map(requirement ->
                        requirement.name()
                                + " "
                                + requirement.target().map(Requirement.Target::node).orElse(""))
                .toList();
    }

    private static boolean isHost(Requirement requirement) {
        return requirement.relationship().type().isA("tosca.relationships.HostedOn");
    }

    private boolean same(
            @Nullable Value mine, NodeTemplate old, @Nullable Value its, NodeTemplate next) {
        return Objects.equals(
                mine == null ? null : was.evaluate(mine, old.name()),
                its == null ? null : is.evaluate(its, next.name()));
    }

    private static Set<String> keys(Map<String, ?> one, Map<String, ?> other) {
        Set<String> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }

    private void add(Change.Kind more, String reason) {
        if (more != Change.Kind.NONE) {
            reasons.add(reason);
        }
        if (more.compareTo(kind) > 0) {
            kind = more;
        }
    }
}
