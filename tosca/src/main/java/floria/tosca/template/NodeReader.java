package floria.tosca.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.NodeType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.types.Calling;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads node templates, all but their requirements (TOSCA 1.3 §3.8.3). */
final class NodeReader {
    private final ServiceFile file;
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final Assignments assignments;
    private final PendingCalls calls;

    NodeReader(ServiceFile file, TypeTable types, Problems problems, PendingCalls calls) {
        this.file = file;
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.assignments = new Assignments(problems);
        this.calls = calls;
    }

    /** A template without requirements; empty if its type is not to be had. */
    Optional<NodeTemplate> read(Mapping.Entry entry, Mapping body) {
        forms.keynames(body, Construct.NODE_TEMPLATE, file.version());
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && !body.has("type")) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "node template '%s' needs a 'type'".formatted(entry.name()));
        }
        return name.flatMap(found -> types.node(found, file)).map(type -> read(entry, body, type));
    }

    private NodeTemplate read(Mapping.Entry entry, Mapping body, NodeType type) {
        String owner = "node '" + entry.name() + "'";
        Slot.Calls here = calls.in(new Place.InNode(entry.name()));
        Map<String, Artifact> artifacts =
                types.artifacts().all(body, types.artifactsOf(type), file);
        attributes(body, type, owner, here);
        if (body.has("node_filter")) {
            forms.mapping(body, "node_filter");
        }
        return new NodeTemplate(
                entry.name(),
                type,
                forms.text(body, "description").orElse(""),
                forms.metadata(body),
                forms.list(body, "directives").stream()
                        .flatMap(node -> forms.scalar(node, "a directive").stream())
                        .map(Node.Scalar::text)
                        .toList(),
                assignments.read(body, "properties", type.properties(), owner, entry.at(), here),
                capabilities(body, type, owner, entry, here),
                List.of(),
                types.interfaces()
                        .assignments(
                                body,
                                type.interfaces(),
                                new Calling(owner, file, artifacts, false, here)),
                artifacts,
                entry.at());
    }

    /**
     * Values of attributes are checked; what an attribute has at run time is the engine's matter.
     */
    private void attributes(Mapping body, NodeType type, String owner, Slot.Calls here) {
        for (Mapping.Entry entry : forms.mapping(body, "attributes").entries()) {
            PropertyDefinition definition = type.attributes().get(entry.name());
            if (definition == null) {
                problems.error(
                                "unknown-attribute",
                                entry.at(),
                                "%s has no attribute '%s'".formatted(owner, entry.name()))
                        .nearest(entry.name(), type.attributes().keySet());
            } else if (!entry.value().isNull()) {
                Slot slot =
                        new Slot(
                                "attribute '%s' of %s".formatted(entry.name(), owner),
                                Optional.of(definition.location()),
                                here);
                new ValueReader(problems).read(value(entry.value()), definition.schema(), slot);
            }
        }
    }

    /** An attribute's value may come with a description (TOSCA 1.3 §3.6.14.2). */
    private static Node value(Node written) {
        return written instanceof Mapping map && map.has("description") && map.has("value")
                ? map.get("value").orElse(written)
                : written;
    }

    private Map<String, NodeTemplate.Capability> capabilities(
            Mapping body, NodeType type, String owner, Mapping.Entry at, Slot.Calls here) {
        Mapping section = forms.mapping(body, "capabilities");
        for (Mapping.Entry entry : section.entries()) {
            if (!type.capabilities().containsKey(entry.name())) {
                problems.error(
                                "unknown-capability",
                                entry.at(),
                                "%s has no capability '%s'".formatted(owner, entry.name()))
                        .nearest(entry.name(), type.capabilities().keySet())
                        .related(type.location(), "its type is " + type.name());
            }
        }
        Map<String, NodeTemplate.Capability> all = new LinkedHashMap<>();
        for (CapabilityDefinition definition : type.capabilities().values()) {
            Mapping given = Mapping.empty(at.at());
            Mapping.Entry entry = section.entry(definition.name()).orElse(null);
            if (entry != null && !entry.value().isNull()) {
                given =
                        forms.mapping(entry.value(), "capability '" + entry.name() + "'")
                                .orElse(given);
                forms.keynames(given, Construct.CAPABILITY_ASSIGNMENT, file.version());
            }
            all.put(
                    definition.name(),
                    new NodeTemplate.Capability(
                            definition,
                            assignments.read(
                                    given,
                                    "properties",
                                    definition.properties(),
                                    "capability '" + definition.name() + "' of " + owner,
                                    entry == null ? at.at() : entry.at(),
                                    here)));
        }
        return Collections.unmodifiableMap(all);
    }
}
