package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.Condition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.Requirement.Selection;
import floria.tosca.model.Requirement.Target;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.types.Place;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads requirements: those that name their target, and wishes (TOSCA 1.3 §3.8.2, 2.0 §8.7). */
final class RequirementReader {
    private static final Schema WHOLE =
            new Schema(Primitive.INTEGER.type(), Optional.empty(), Optional.empty(), List.of());

    private final Setting setting;
    private final Templates templates;
    private final Matching matching;
    private final Wishes wishes;

    RequirementReader(Setting setting, Templates templates, Matching matching, Wishes wishes) {
        this.setting = setting;
        this.templates = templates;
        this.matching = matching;
        this.wishes = wishes;
    }

    /** The requirements of {@code node}: those in the text, then mandatory ones it leaves out. */
    void read(NodeTemplate node, Mapping body) {
        Map<String, Integer> counts = new HashMap<>();
        for (Mapping.Entry entry : setting.forms().singles(body, "requirements")) {
            Optional<RequirementDefinition> definition = definition(node, entry.name());
            if (definition.isEmpty()) {
                setting.problems()
                        .error(
                                "unknown-requirement",
                                entry.at(),
                                "node '%s' has no requirement '%s'"
                                        .formatted(node.name(), entry.name()))
                        .nearest(
                                entry.name(),
                                node.type().requirements().stream()
                                        .map(RequirementDefinition::name)
                                        .toList())
                        .member(entry.name(), node.type().places())
                        .related(node.type().location(), "its type is " + node.type().name());
                continue;
            }
            count(node, entry, definition.get(), counts);
            requirement(node, entry, definition.get());
        }
        for (RequirementDefinition definition : node.type().requirements()) {
            if (definition.lower() > 0 && !counts.containsKey(definition.name())) {
                wishes.add(
                        new Wish(
                                node,
                                definition,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Selection.PLAIN,
                                false,
                                node.location()));
            }
        }
    }

    private static Optional<RequirementDefinition> definition(NodeTemplate node, String name) {
        return node.type().requirements().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }

    private void count(
            NodeTemplate node,
            Mapping.Entry entry,
            RequirementDefinition definition,
            Map<String, Integer> counts) {
        int count = counts.merge(entry.name(), 1, Integer::sum);
        if (definition.upper().isPresent() && count == definition.upper().get() + 1) {
            setting.problems()
                    .graded(
                            setting.file().version().refinesStrictly(),
                            "too-many-requirements",
                            entry.at(),
                            "node '%s' has more of requirement '%s' than the %d that it may have"
                                    .formatted(node.name(), entry.name(), definition.upper().get()))
                    .related(definition.location(), "declared here");
        }
    }

    private void requirement(
            NodeTemplate node, Mapping.Entry entry, RequirementDefinition definition) {
        Optional<Mapping> map =
                switch (entry.value()) {
                    case Node.Scalar nothing when nothing.isNull() ->
                            Optional.of(Mapping.empty(entry.at()));
                    case Mapping mapping -> Optional.of(mapping);
                    // A name alone, or with an index: the short form of 'node'.
                    case Node.Sequence _ when !setting.exact() ->
                            setting.forms()
                                    .mapping(entry.value(), "requirement '" + entry.name() + "'");
                    case Node.Scalar _, Node.Sequence _ ->
                            Optional.of(
                                    new Mapping(
                                            List.of(
                                                    new Mapping.Entry(
                                                            new Node.Scalar(
                                                                    "node",
                                                                    true,
                                                                    entry.value().location()),
                                                            entry.value())),
                                            entry.at()));
                };
        map.ifPresent(body -> described(node, entry, definition, body));
    }

    private void described(
            NodeTemplate node,
            Mapping.Entry entry,
            RequirementDefinition definition,
            Mapping body) {
        setting.forms().keynames(body, Construct.REQUIREMENT_ASSIGNMENT, setting.file().version());
        occurrences(body, definition);
        Optional<Named> named = named(node, body);
        Optional<Node.Scalar> capability = setting.forms().scalar(body, "capability");
        Optional<Node> relationship = body.get("relationship");
        boolean template =
                named.isPresent() && templates.names().contains(named.get().name().text());
        Optional<String> type = template ? Optional.empty() : type(named);
        Selection selection = selection(node, body, named, type.or(definition::node));
        if (template) {
            NodeTemplate target = templates.nodes().get(named.get().name().text());
            Optional<Target> found =
                    target == null
                            ? Optional.empty()
                            : target(node, target, named.get().name(), definition, capability);
            wishes.fulfilled(
                    new Wish(
                            node,
                            definition,
                            Optional.empty(),
                            capability,
                            relationship,
                            selection,
                            true,
                            entry.at()),
                    found);
        } else if (named.isEmpty() || type.isPresent()) {
            Location at = named.map(found -> found.name().location()).orElse(entry.at());
            wishes.add(
                    new Wish(
                            node, definition, type, capability, relationship, selection, true, at));
        } else {
            wishes.fulfilled(
                    new Wish(
                            node,
                            definition,
                            Optional.empty(),
                            capability,
                            relationship,
                            selection,
                            true,
                            entry.at()),
                    Optional.empty());
        }
    }

    /** A target by name, of several equal ones that with an index. */
    private record Named(Node.Scalar name, Optional<Value> index) {}

    private Optional<Named> named(NodeTemplate node, Mapping body) {
        Node written = body.get("node").filter(each -> !each.isNull()).orElse(null);
        if (written instanceof Node.Sequence(List<Node> items, _)
                && setting.exact()
                && items.size() == 2) {
            Slot slot =
                    new Slot(
                            "the index",
                            Optional.empty(),
                            setting.calls(new Place.InNode(node.name())));
            Optional<Value> index = setting.values().read(items.get(1), WHOLE, slot);
            return setting.forms()
                    .scalar(items.get(0), "'node'")
                    .map(name -> new Named(name, index));
        }
        return written == null
                ? Optional.empty()
                : setting.forms()
                        .scalar(written, "'node'")
                        .map(name -> new Named(name, Optional.empty()));
    }

    private Optional<String> type(Optional<Named> named) {
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Node.Scalar name = named.get().name();
        if (setting.types().has(TypeKind.NODE, name.text(), setting.file())) {
            return setting.types().fullName(TypeKind.NODE, name, setting.file());
        }
        Problems.Draft problem =
                setting.problems()
                        .error(
                                "unknown-node",
                                name.location(),
                                "there is no node template or node type '%s'"
                                        .formatted(Forms.shortened(name.text())))
                        .nearest(
                                name.text(),
                                templates.names(),
                                setting.types().names(TypeKind.NODE));
        if (name.text().matches(".*[.:].*")) {
            setting.types().missing(TypeKind.NODE, name.text(), setting.file(), problem);
        }
        setting.problems().again("node " + name.text(), problem);
        return Optional.empty();
    }

    private void occurrences(Mapping body, RequirementDefinition definition) {
        setting.forms()
                .bounds(body, "occurrences")
                .filter(bounds ->
                        definition.upper().isPresent() && bounds.lower() > definition.upper().get())
                .ifPresent(bounds ->
                        setting.problems()
                                .error(
                                        "too-many-requirements",
                                        body.get("occurrences").orElseThrow().location(),
                                        "requirement '%s' may be there %d times, not %s"
                                                .formatted(
                                                        definition.name(),
                                                        definition.upper().orElseThrow(),
                                                        bounds))
                                .related(definition.location(), "declared here"));
    }

    private Selection selection(
            NodeTemplate node, Mapping body, Optional<Named> named, Optional<String> type) {
        Place place = new Place.InNode(node.name());
        Optional<Condition> filter =
                setting.types()
                        .conditions()
                        .filter(body, type, Optional.empty(), setting.file(), Place.ofNodes(type));
        Slot slot = new Slot("'count'", Optional.empty(), setting.calls(place));
        Value count =
                body.get("count")
                        .filter(written -> !written.isNull())
                        .flatMap(written -> setting.values().read(written, WHOLE, slot))
                        .orElse(Value.integer(1));
        Selection whole =
                new Selection(
                        type,
                        filter,
                        setting.forms().list(body, "directives").stream()
                                .flatMap(item ->
                                        setting.forms().scalar(item, "a directive").stream())
                                .map(Node.Scalar::text)
                                .toList(),
                        named.flatMap(Named::index),
                        allocation(body, place),
                        setting.forms().truth(body, "optional", false),
                        count);
        return whole.equals(Selection.PLAIN) ? Selection.PLAIN : whole;
    }

    private Map<String, Value> allocation(Mapping body, Place place) {
        Map<String, Value> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "allocation").entries()) {
            Slot slot =
                    new Slot(
                            "the allocation of '" + entry.name() + "'",
                            Optional.empty(),
                            setting.calls(place));
            all.put(entry.name(), setting.values().natural(entry.value(), slot));
        }
        return all.isEmpty() ? Map.of() : Map.copyOf(all);
    }

    private Optional<Target> target(
            NodeTemplate source,
            NodeTemplate target,
            Node.Scalar at,
            RequirementDefinition definition,
            Optional<Node.Scalar> capability) {
        Optional<CapabilityDefinition> found =
                matching.capability(source, target, definition, capability);
        if (definition.node().isPresent() && !target.isA(definition.node().get())) {
            // Real templates trusted in the capability alone before 1.3, and later on still leave
            // out what is between a machine and what runs on it in the end.
            boolean strict =
                    found.isEmpty()
                            || (setting.file().version().refinesStrictly()
                                    && !target.isA("tosca.nodes.Compute"));
            setting.problems()
                    .graded(
                            strict,
                            "target-type",
                            at.location(),
                            "requirement '%s' needs a %s; node '%s' is a %s"
                                    .formatted(
                                            definition.name(),
                                            definition.node().get(),
                                            target.name(),
                                            target.type().name()))
                    .related(definition.location(), "the requirement is declared here");
            if (strict) {
                return Optional.empty();
            }
        }
        if (found.isEmpty()) {
            noCapability(target, capability.orElse(at), definition, capability);
        }
        return found.map(each -> new Target(target.name(), each.name()));
    }

    private void noCapability(
            NodeTemplate target,
            Node.Scalar at,
            RequirementDefinition definition,
            Optional<Node.Scalar> wanted) {
        List<String> has =
                target.type().capabilities().values().stream()
                        .map(each -> each.name() + " (" + each.type().name() + ")")
                        .toList();
        setting.problems()
                .error(
                        "target-capability",
                        at.location(),
                        "node '%s' has no capability %sthat requirement '%s' could use"
                                .formatted(
                                        target.name(),
                                        wanted.map(name -> "'" + name.text() + "' ")
                                                .or(() ->
                                                        definition
                                                                .capability()
                                                                .map(type -> type.name() + " "))
                                                .orElse(""),
                                        definition.name()))
                .hint(
                        has.isEmpty()
                                ? "it has no capabilities"
                                : "its capabilities are " + String.join(", ", new ArrayList<>(has)))
                .related(definition.location(), "the requirement is declared here");
    }
}
