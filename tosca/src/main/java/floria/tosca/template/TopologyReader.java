package floria.tosca.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.types.PropertyReader;
import floria.tosca.types.TypeTable;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** Reads the topology of a template whose types are known (TOSCA 1.3 §3.9, 2.0 §6.10). */
public final class TopologyReader {
    private final ServiceFile file;
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final PendingCalls calls = new PendingCalls();

    public TopologyReader(ServiceFile file, TypeTable types, Problems problems) {
        this.file = file;
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
    }

    /** The topology as far as it could be read; complete if there are no errors. */
    public Topology read() {
        String key = file.version().isSimple() ? "topology_template" : "service_template";
        Mapping section = forms.mapping(file.root(), key);
        forms.keynames(section, Construct.TOPOLOGY, file.version());
        Map<String, PropertyDefinition> inputs =
                types.properties()
                        .all(section, "inputs", PropertyReader.Kind.INPUT, Map.of(), file);
        Templates templates = templates(section);
        Groups groups = new Groups(file, types, templates, problems, calls);
        List<Topology.Group> groupList = groups.groups(section);
        List<Topology.Policy> policies = groups.policies(section);
        Map<String, Topology.Output> outputs = outputs(section);
        substitution(section);
        Hosting.check(templates, problems);
        Set<String> inputNames = new LinkedHashSet<>(forms.mapping(section, "inputs").names());
        new FunctionCheck(file, types, inputs, inputNames, templates, groups.names(), problems)
                .check(calls.all());
        return new Topology(
                file.version().text(),
                forms.text(section, "description")
                        .or(() -> forms.text(file.root(), "description"))
                        .orElse(""),
                forms.metadata(file.root()),
                inputs,
                templates.nodes(),
                policies,
                groupList,
                outputs);
    }

    private Templates templates(Mapping section) {
        RelationshipReader relationshipReader =
                new RelationshipReader(file, types, problems, calls);
        Mapping relationshipSection = forms.mapping(section, "relationship_templates");
        Map<String, Relationship> relationships = new LinkedHashMap<>();
        for (Mapping.Entry entry : relationshipSection.entries()) {
            relationshipReader
                    .template(entry)
                    .ifPresent(relationship -> relationships.put(entry.name(), relationship));
        }
        Mapping nodeSection = forms.mapping(section, "node_templates");
        NodeReader nodeReader = new NodeReader(file, types, problems, calls);
        Map<String, NodeTemplate> nodes = new LinkedHashMap<>();
        Map<String, Mapping> bodies = new HashMap<>();
        for (Mapping.Entry entry : nodeSection.entries()) {
            Optional<Mapping> body =
                    forms.mapping(entry.value(), "node template '" + entry.name() + "'")
                            .map(map -> copied(entry, map, nodeSection));
            body.ifPresent(map -> bodies.put(entry.name(), map));
            body.flatMap(map -> nodeReader.read(entry, map))
                    .ifPresent(node -> nodes.put(entry.name(), node));
        }
        Templates templates =
                new Templates(
                        new LinkedHashSet<>(nodeSection.names()),
                        nodes,
                        new LinkedHashSet<>(relationshipSection.names()),
                        relationships);
        RequirementReader requirements =
                new RequirementReader(file, types, templates, relationshipReader, problems);
        for (NodeTemplate node : nodes.values()) {
            templates.replace(
                    with(
                            node,
                            requirements.read(
                                    node,
                                    bodies.getOrDefault(
                                            node.name(), Mapping.empty(node.location())))));
        }
        return templates;
    }

    /** A template that copies another has that one's keynames where it has none of its own. */
    private Mapping copied(Mapping.Entry entry, Mapping body, Mapping nodes) {
        return forms.scalar(body, "copy")
                .map(name -> {
                    if (nodes.get(name.text()).orElse(null) instanceof Mapping original
                            && !name.text().equals(entry.name())) {
                        return body.over(original);
                    }
                    problems.error(
                                    "unknown-node",
                                    name.location(),
                                    "there is no node template '%s' to copy".formatted(name.text()))
                            .nearest(name.text(), nodes.names());
                    return body;
                })
                .orElse(body);
    }

    private static NodeTemplate with(NodeTemplate node, List<Requirement> requirements) {
        return new NodeTemplate(
                node.name(),
                node.type(),
                node.description(),
                node.metadata(),
                node.directives(),
                node.properties(),
                node.capabilities(),
                requirements,
                node.interfaces(),
                node.artifacts(),
                node.location());
    }

    private Map<String, Topology.Output> outputs(Mapping section) {
        Map<String, Topology.Output> all = new LinkedHashMap<>();
        ValueReader values = new ValueReader(problems);
        for (Mapping.Entry entry : forms.mapping(section, "outputs").entries()) {
            Optional<PropertyDefinition> definition =
                    types.properties()
                            .definition(
                                    new Mapping.Entry(
                                            entry.key(),
                                            entry.value() instanceof Mapping map
                                                    ? map.without(Set.of("value"))
                                                    : entry.value()),
                                    PropertyReader.Kind.OUTPUT,
                                    Optional.empty(),
                                    file);
            if (definition.isEmpty() || !(entry.value() instanceof Mapping body)) {
                continue;
            }
            Slot slot =
                    new Slot(
                            "output '" + entry.name() + "'",
                            Optional.of(entry.at()),
                            calls.in(new Place.InTopology("outputs")));
            Optional<Value> value =
                    body.get("value")
                            .filter(node -> !node.isNull())
                            .flatMap(node -> values.read(node, definition.get().schema(), slot));
            if (!body.has("value") && !body.has("mapping") && file.version().isSimple()) {
                problems.tolerated(
                        "missing-keyname",
                        entry.at(),
                        "output '%s' has no 'value'".formatted(entry.name()));
            }
            all.put(
                    entry.name(),
                    new Topology.Output(
                            entry.name(),
                            definition.get().description(),
                            value.or(() -> definition.get().initial()),
                            entry.at()));
        }
        return all;
    }

    private void substitution(Mapping section) {
        Mapping mapping = forms.mapping(section, "substitution_mappings");
        if (mapping.entries().isEmpty()) {
            return;
        }
        forms.keynames(mapping, Construct.SUBSTITUTION, file.version());
        forms.scalar(mapping, "node_type").ifPresent(name -> types.node(name, file));
    }
}
