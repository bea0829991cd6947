package floria.tosca.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.evaluation.Facts;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Version;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.model.Substitution;
import floria.tosca.model.Topology;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Slot;
import floria.tosca.types.Place;
import floria.tosca.types.PropertyReader;
import floria.tosca.types.TypeTable;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** Reads the topology of a template whose types are known (TOSCA 1.3 §3.9, 2.0 §6.10). */
public final class TopologyReader {
    private final ServiceFile file;
    private final TypeTable types;
    private final Problems problems;
    private final Setting setting;

    public TopologyReader(ServiceFile file, TypeTable types, Problems problems) {
        this.file = file;
        this.types = types;
        this.problems = problems;
        this.setting = Setting.of(file, types, problems);
    }

    /** The topology as far as it could be read; complete if there are no errors. */
    public Topology read() {
        String key = file.version().isSimple() ? "topology_template" : "service_template";
        Mapping section = setting.forms().mapping(file.root(), key);
        setting.forms().keynames(section, Construct.TOPOLOGY, file.version());
        Map<String, PropertyDefinition> inputs =
                types.properties()
                        .all(section, "inputs", PropertyReader.Kind.INPUT, Map.of(), file);
        Templates templates = templates(section, inputs);
        Operations operations = new Operations(setting, templates);
        Groups groups = new Groups(setting, templates, operations);
        List<Topology.Group> groupList = groups.groups(section);
        List<Topology.Policy> policies = groups.policies(section);
        Map<String, Workflow> workflows =
                new WorkflowReader(setting, templates, groups, operations).read(section);
        Map<String, Topology.Output> outputs = outputs(section);
        Set<String> inputNames = names(section, "inputs");
        Optional<Substitution> substitution =
                new SubstitutionReader(
                                setting,
                                templates,
                                inputNames,
                                names(section, "outputs"),
                                names(section, "workflows"))
                        .read(section);
        Hosting.check(templates, problems);
        // What types say is checked too, so that all of them must be read by now.
        types.readAll();
        new FunctionCheck(setting, inputs, inputNames, templates, groups.names())
                .check(types.calls().all());
        Rings.check(templates.nodes(), inputs, types.calls().all(), problems);
        String own = setting.forms().description(section);
        String whole = setting.forms().description(file.root());
        return new Topology(
                file.version().text(),
                own.isEmpty() ? whole : own,
                setting.forms().metadata(file.root()),
                inputs,
                templates.nodes(),
                templates.relationships(),
                policies,
                groupList,
                workflows,
                substitution,
                outputs);
    }

    private Set<String> names(Mapping section, String key) {
        return new LinkedHashSet<>(setting.forms().mapping(section, key).names());
    }

    private Templates templates(Mapping section, Map<String, PropertyDefinition> inputs) {
        Mapping relationshipSection = setting.forms().mapping(section, "relationship_templates");
        Copies copies = new Copies(relationshipSection, "relationship template", setting);
        Map<String, Relationship> relationships = new LinkedHashMap<>();
        for (Mapping.Entry entry : relationshipSection.entries()) {
            setting.forms()
                    .mapping(entry.value(), "relationship template '" + entry.name() + "'")
                    .flatMap(body ->
                            RelationshipReader.template(entry, copies.body(entry, body), setting))
                    .ifPresent(relationship -> relationships.put(entry.name(), relationship));
        }
        Mapping nodeSection = setting.forms().mapping(section, "node_templates");
        Map<String, Mapping> bodies = new HashMap<>();
        Map<String, NodeTemplate> nodes = nodes(nodeSection, bodies);
        Templates templates =
                new Templates(
                        new LinkedHashSet<>(nodeSection.names()),
                        nodes,
                        new LinkedHashSet<>(relationshipSection.names()),
                        relationships);
        Evaluator evaluator = new Evaluator(templates.nodes(), inputs, Map.of(), Facts.NONE);
        Matching matching = new Matching(setting, templates, evaluator);
        Wishes wishes =
                new Wishes(
                        setting, templates, matching, new RelationshipReader(setting, templates));
        RequirementReader requirements =
                new RequirementReader(setting, templates, matching, wishes);
        nodes.forEach((name, node) ->
                requirements.read(node, bodies.getOrDefault(name, Mapping.empty(node.location()))));
        wishes.settle();
        return templates;
    }

    private Map<String, NodeTemplate> nodes(Mapping section, Map<String, Mapping> bodies) {
        NodeReader reader = new NodeReader(setting);
        Copies copies = new Copies(section, "node template", setting);
        Map<String, NodeTemplate> nodes = new LinkedHashMap<>();
        for (Mapping.Entry entry : section.entries()) {
            Optional<Mapping> body =
                    setting.forms()
                            .mapping(entry.value(), "node template '" + entry.name() + "'")
                            .map(map -> copies.body(entry, map));
            body.ifPresent(map -> bodies.put(entry.name(), map));
            body.flatMap(map -> reader.read(entry, map))
                    .ifPresent(node -> nodes.put(entry.name(), node));
        }
        return nodes;
    }

    private Map<String, Topology.Output> outputs(Mapping section) {
        Map<String, Topology.Output> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(section, "outputs").entries()) {
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
                            setting.calls(new Place.InTopology("outputs")));
            Optional<Value> value =
                    body.get("value")
                            .filter(node -> !node.isNull())
                            .flatMap(node ->
                                    setting.values().read(node, definition.get().schema(), slot));
            if (!body.has("value") && !body.has("mapping") && file.version().isSimple()) {
                problems.tolerated(
                        "missing-keyname",
                        entry.at(),
                        "output '%s' has no 'value'".formatted(entry.name()));
            }
            untyped(entry, body);
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

    /** Some processors want an output's type, others refuse it; 1.3 has parameters with types. */
    private void untyped(Mapping.Entry entry, Mapping body) {
        if (file.version() == Version.SIMPLE_1_3 && !body.has("type")) {
            problems.tolerated(
                            "untyped-output",
                            entry.at(),
                            "output '%s' has no 'type'".formatted(entry.name()))
                    .hint("add the type of its value, such as type: string");
        }
    }
}
