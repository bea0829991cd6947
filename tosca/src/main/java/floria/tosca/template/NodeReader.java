package floria.tosca.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.NodeType;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.types.Calling;
import floria.tosca.types.Place;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads node templates, all but their requirements (TOSCA 1.3 §3.8.3, 2.0 §8.2). */
final class NodeReader {
    private static final Schema WHOLE =
            new Schema(Primitive.INTEGER.type(), Optional.empty(), Optional.empty(), List.of());

    /** What a directive may be; the longer words are those of 1.2. */
    private static final List<String> DIRECTIVES =
            List.of("create", "select", "substitute", "selectable", "substitutable");

    private final Setting setting;
    private final Substitutes substitutes;

    /** What templates have that say nothing of their capabilities, by what their types declare. */
    private final IdentityHashMap<
                    Map<String, CapabilityDefinition>, Map<String, NodeTemplate.Capability>>
            untouched = new IdentityHashMap<>();

    NodeReader(Setting setting) {
        this.setting = setting;
        this.substitutes = new Substitutes(setting.file(), setting.types());
    }

    /** A template without requirements; empty if its type is not to be had. */
    Optional<NodeTemplate> read(Mapping.Entry entry, Mapping body) {
        setting.forms().keynames(body, Construct.NODE_TEMPLATE, setting.file().version());
        return setting.type(entry, body, "node template", setting.types()::node)
                .map(type -> read(entry, body, type));
    }

    private NodeTemplate read(Mapping.Entry entry, Mapping body, NodeType type) {
        String owner = "node '" + entry.name() + "'";
        Place place = new Place.InNode(entry.name());
        Slot.Calls here = setting.calls(place);
        Map<String, Artifact> artifacts =
                setting.types()
                        .artifacts()
                        .all(body, setting.types().artifactsOf(type), setting.file());
        List<String> directives = directives(body);
        // A node that is found or put together elsewhere has its values there.
        boolean complete = !directives.contains("select") && !directives.contains("substitute");
        Calling calling = new Calling(owner, setting.file(), artifacts, false, here);
        return new NodeTemplate(
                entry.name(),
                type,
                setting.forms().description(body),
                setting.forms().metadata(body),
                directives,
                setting.types()
                        .conditions()
                        .filter(
                                body,
                                Optional.of(type.name()),
                                Optional.empty(),
                                setting.file(),
                                new Place.InFilter(type.name())),
                count(body, owner, here),
                setting.assignments()
                        .properties(body, type.properties(), owner, entry.at(), here, complete),
                setting.assignments().attributes(body, type.attributes(), owner, here),
                capabilities(body, type, owner, entry, here, complete),
                List.of(),
                setting.types().interfaces().assignments(body, type.interfaces(), calling),
                artifacts,
                entry.at());
    }

    private List<String> directives(Mapping body) {
        List<String> all = new ArrayList<>();
        for (Node node : setting.forms().list(body, "directives")) {
            Node.Scalar word = setting.forms().scalar(node, "a directive").orElse(null);
            if (word == null) {
                continue;
            }
            if (!DIRECTIVES.contains(word.text())) {
                setting.problems()
                        .graded(
                                setting.problems().isSlip(word.text(), DIRECTIVES),
                                "unknown-directive",
                                word.location(),
                                "there is no directive '%s'"
                                        .formatted(Forms.shortened(word.text())))
                        .nearest(word.text(), DIRECTIVES);
            }
            all.add(
                    switch (word.text()) {
                        case "selectable" -> "select";
                        case "substitutable" -> "substitute";
                        default -> word.text();
                    });
        }
        return List.copyOf(all);
    }

    private Value count(Mapping body, String owner, Slot.Calls here) {
        Slot slot = new Slot("'count' of " + owner, Optional.empty(), here);
        Value one = Value.integer(1);
        Node node = body.get("count").filter(written -> !written.isNull()).orElse(null);
        if (node == null) {
            return one;
        }
        Value count = setting.values().read(node, WHOLE, slot).orElse(one);
        if (count instanceof Value.Int(var number) && number.signum() < 0) {
            setting.forms().expected(node, slot.title(), "zero or more");
        }
        return count;
    }

    private Map<String, NodeTemplate.Capability> capabilities(
            Mapping body,
            NodeType type,
            String owner,
            Mapping.Entry at,
            Slot.Calls here,
            boolean complete) {
        Mapping section = section(body);
        boolean plain = section.entries().isEmpty();
        Map<String, NodeTemplate.Capability> same =
                plain ? untouched.get(type.capabilities()) : null;
        if (same != null) {
            return same;
        }
        for (Mapping.Entry entry : section.entries()) {
            if (!type.capabilities().containsKey(entry.name())) {
                setting.problems()
                        .error(
                                "unknown-capability",
                                entry.at(),
                                "%s has no capability '%s'".formatted(owner, entry.name()))
                        .nearest(entry.name(), type.capabilities().keySet())
                        .member(entry.name(), type.places())
                        .related(type.location(), "its type is " + type.name());
            }
        }
        Map<String, NodeTemplate.Capability> all = new LinkedHashMap<>();
        for (CapabilityDefinition definition : type.capabilities().values()) {
            Mapping given = Mapping.empty(at.at());
            Mapping.Entry entry = section.entry(definition.name()).orElse(null);
            if (entry != null && !entry.value().isNull()) {
                given =
                        setting.forms()
                                .mapping(entry.value(), "capability '" + entry.name() + "'")
                                .orElse(given);
                setting.forms()
                        .keynames(given, Construct.CAPABILITY_ASSIGNMENT, setting.file().version());
            }
            String title = "capability '" + definition.name() + "' of " + owner;
            plain &= setting.assignments().needNothing(definition.properties());
            all.put(
                    definition.name(),
                    new NodeTemplate.Capability(
                            definition,
                            setting.assignments()
                                    .properties(
                                            given,
                                            definition.properties(),
                                            title,
                                            entry == null ? at.at() : entry.at(),
                                            here,
                                            complete && !substitutes.have(type, definition.name())),
                            setting.assignments()
                                    .attributes(given, definition.attributes(), title, here)));
        }
        Map<String, NodeTemplate.Capability> whole = Collections.unmodifiableMap(all);
        if (plain) {
            untouched.put(type.capabilities(), whole);
        }
        return whole;
    }

    /** Capabilities are a map; a list of maps with one key each is tolerated. */
    private Mapping section(Mapping body) {
        return body.get("capabilities").orElse(null) instanceof Node.Sequence list
                        && !setting.exact()
                ? new Mapping(setting.forms().singles(body, "capabilities"), list.location())
                : setting.forms().mapping(body, "capabilities");
    }
}
