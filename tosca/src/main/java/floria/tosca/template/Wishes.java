package floria.tosca.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.model.Requirement.Target;
import floria.tosca.model.RequirementDefinition;

/**
 * The requirements of all templates, and how the open ones are fulfilled within the topology: by
 * the only template that fits. A filter may read what another requirement brings, so that they are
 * gone through again as long as one of them finds its target.
 */
final class Wishes {
    /** A chain of filters that is longer than this is left to whoever deploys. */
    private static final int MOST_ROUNDS = 50;

    private final Setting setting;
    private final Templates templates;
    private final Matching matching;
    private final RelationshipReader relationships;
    private final Map<String, List<Place>> byNode = new LinkedHashMap<>();
    private final Set<Place> open = new LinkedHashSet<>();

    /** Where a requirement stands among those of its node. */
    private static final class Place {
        final Wish wish;
        Optional<Target> target;

        Place(Wish wish, Optional<Target> target) {
            this.wish = wish;
            this.target = target;
        }
    }

    Wishes(
            Setting setting,
            Templates templates,
            Matching matching,
            RelationshipReader relationships) {
        this.setting = setting;
        this.templates = templates;
        this.matching = matching;
        this.relationships = relationships;
    }

    /** A requirement whose target is still to be found. */
    void add(Wish wish) {
        Place place = new Place(wish, Optional.empty());
        places(wish).add(place);
        open.add(place);
    }

    /** A requirement whose target the text names; an empty one was reported. */
    void fulfilled(Wish wish, Optional<Target> target) {
        places(wish).add(new Place(wish, target));
    }

    private List<Place> places(Wish wish) {
        return byNode.computeIfAbsent(wish.source().name(), _ -> new ArrayList<>());
    }

    /** Finds what can be found, and puts the requirements into the templates. */
    void settle() {
        if (!open.isEmpty()) {
            byNode.forEach((node, _) -> provide(node));
        }
        boolean found = true;
        for (int round = 0; found && round < MOST_ROUNDS; round++) {
            found = false;
            for (Place place : List.copyOf(open)) {
                place.target = matching.only(place.wish);
                if (place.target.isPresent()) {
                    found = true;
                    open.remove(place);
                    provide(place.wish.source().name());
                }
            }
        }
        byNode.forEach((node, _) -> finish(node));
    }

    /** The requirements as far as they are known, for the filters of others to follow. */
    private void provide(String node) {
        List<Requirement> known = new ArrayList<>();
        for (Place place : byNode.getOrDefault(node, List.of())) {
            known.add(
                    new Requirement(
                            place.wish.definition().name(),
                            place.target,
                            new Relationship(
                                    place.wish
                                            .definition()
                                            .relationship()
                                            .orElse(RelationshipReader.ANY),
                                    Map.of(),
                                    Map.of(),
                                    Map.of()),
                            place.wish.selection(),
                            place.wish.location()));
        }
        replace(node, known);
    }

    private void replace(String name, List<Requirement> requirements) {
        NodeTemplate node = templates.nodes().get(name);
        if (node != null) {
            templates.replace(node.with(List.copyOf(requirements)));
        }
    }

    private void finish(String node) {
        List<Requirement> all = new ArrayList<>();
        for (Place place : byNode.getOrDefault(node, List.of())) {
            if (place.target.isEmpty() && open.contains(place)) {
                unfulfilled(place.wish);
            }
            made(place).ifPresent(all::add);
        }
        replace(node, all);
    }

    private void unfulfilled(Wish wish) {
        if (!wish.selection().optional()) {
            setting.problems()
                    .warning(
                            "requirement-open",
                            wish.location(),
                            "nothing in this template fulfils the requirement '%s' of node '%s'"
                                    .formatted(wish.definition().name(), wish.source().name()));
        }
    }

    private Optional<Requirement> made(Place place) {
        Wish wish = place.wish;
        RequirementDefinition definition = wish.definition();
        if (place.target.isEmpty() && !wish.written()) {
            // Without a target, a relationship would be asked for values that nobody can give yet.
            return definition
                    .relationship()
                    .map(type ->
                            new Requirement(
                                    definition.name(),
                                    Optional.empty(),
                                    new Relationship(type, Map.of(), Map.of(), Map.of()),
                                    wish.selection(),
                                    wish.location()));
        }
        Optional<CapabilityType> capability =
                place.target.flatMap(this::capability).or(definition::capability);
        Relationship relationship =
                relationships.of(
                        wish.relationship(),
                        new RelationshipReader.Ends(
                                definition.relationship(),
                                capability,
                                "requirement '"
                                        + definition.name()
                                        + "' of node '"
                                        + wish.source().name()
                                        + "'",
                                wish.location(),
                                wish.source().name(),
                                place.target.map(Target::node)));
        place.target.ifPresent(target -> fits(target, relationship.type(), capability, wish));
        return Optional.of(
                new Requirement(
                        definition.name(),
                        place.target,
                        relationship,
                        wish.selection(),
                        wish.location()));
    }

    private Optional<CapabilityType> capability(Target target) {
        return Optional.ofNullable(templates.nodes().get(target.node()))
                .map(node -> node.type().capabilities().get(target.capability()))
                .map(CapabilityDefinition::type);
    }

    /** Whether the relationship may lead to such a capability, of such a node, from this one. */
    private void fits(
            Target target,
            RelationshipType relationship,
            Optional<CapabilityType> capability,
            Wish wish) {
        NodeTemplate node = templates.nodes().get(target.node());
        if (node == null || capability.isEmpty()) {
            return;
        }
        List<String> valid = relationship.validTargetTypes();
        boolean fits =
                valid.isEmpty()
                        || valid.stream()
                                .anyMatch(type -> capability.get().isA(type) || node.isA(type));
        if (!fits) {
            misfit(
                    relationship,
                    wish,
                    valid,
                    "%s cannot lead to capability '%s' of node '%s', which is %s"
                            .formatted(
                                    relationship.name(),
                                    target.capability(),
                                    target.node(),
                                    capability.get().name()));
        }
        ends(relationship, wish, node, relationship.validTargetNodeTypes(), "lead to");
        ends(relationship, wish, wish.source(), relationship.validSourceNodeTypes(), "start at");
    }

    private void ends(
            RelationshipType relationship,
            Wish wish,
            NodeTemplate node,
            List<String> valid,
            String verb) {
        if (!valid.isEmpty() && valid.stream().noneMatch(node::isA)) {
            misfit(
                    relationship,
                    wish,
                    valid,
                    "%s cannot %s node '%s', which is %s"
                            .formatted(relationship.name(), verb, node.name(), node.type().name()));
        }
    }

    private void misfit(
            RelationshipType relationship, Wish wish, List<String> valid, String message) {
        setting.problems()
                .graded(
                        setting.file().version().refinesStrictly(),
                        "relationship-target",
                        wish.location(),
                        message)
                .hint("it may be one of " + String.join(", ", valid))
                .related(relationship.location(), "the relationship type is here");
    }
}
