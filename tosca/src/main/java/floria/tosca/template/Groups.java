package floria.tosca.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.GroupType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.model.PolicyType;
import floria.tosca.model.Topology;
import floria.tosca.model.Type;
import floria.tosca.problem.Location;
import floria.tosca.schema.Slot;
import floria.tosca.types.Calling;
import floria.tosca.types.Place;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads groups and policies (TOSCA 1.3 §3.8.5, §3.8.6; 2.0 §13). */
final class Groups {
    private final Setting setting;
    private final Templates templates;
    private final Operations operations;
    private final Slot.Calls calls;
    private final Set<String> groupNames = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private List<Topology.Group> groups = List.of();

    Groups(Setting setting, Templates templates, Operations operations) {
        this.setting = setting;
        this.templates = templates;
        this.operations = operations;
        this.calls = setting.calls(new Place.Elsewhere());
    }

    /** The names of all groups and policies in the text. */
    Set<String> names() {
        return names;
    }

    List<Topology.Group> groups(Mapping section) {
        List<Topology.Group> all = new ArrayList<>();
        Mapping written = setting.forms().mapping(section, "groups");
        groupNames.addAll(written.names());
        names.addAll(groupNames);
        for (Mapping.Entry entry : written.entries()) {
            setting.forms()
                    .mapping(entry.value(), "group '" + entry.name() + "'")
                    .flatMap(body -> group(entry, body))
                    .ifPresent(all::add);
        }
        groups = List.copyOf(all);
        return groups;
    }

    private Optional<Topology.Group> group(Mapping.Entry entry, Mapping body) {
        setting.forms().keynames(body, Construct.GROUP, setting.file().version());
        String owner = "group '" + entry.name() + "'";
        Optional<GroupType> type = setting.type(entry, body, "group", setting.types()::group);
        String key = body.has("members") ? "members" : "targets";
        List<String> members = members(body, key, owner, type, GroupType::members);
        return type.map(found ->
                new Topology.Group(
                        entry.name(),
                        found,
                        setting.forms().description(body),
                        setting.forms().metadata(body),
                        setting.assignments()
                                .properties(body, found.properties(), owner, entry.at(), calls),
                        members,
                        setting.types()
                                .interfaces()
                                .assignments(
                                        body,
                                        found.interfaces(),
                                        new Calling(owner, setting.file(), Map.of(), false, calls)),
                        entry.at()));
    }

    /** Nodes and groups that are named, each checked against the types that are allowed. */
    private <T extends Type> List<String> members(
            Mapping body,
            String key,
            String owner,
            Optional<T> type,
            java.util.function.Function<T, List<String>> allowed) {
        List<String> all = new ArrayList<>();
        for (Node.Scalar member : setting.forms().names(body, key)) {
            if (templates.names().contains(member.text()) || names.contains(member.text())) {
                all.add(member.text());
                type.ifPresent(found -> member(found, allowed.apply(found), member, owner));
            } else {
                setting.problems()
                        .error(
                                "unknown-node",
                                member.location(),
                                "%s names '%s', which is not in this template"
                                        .formatted(owner, Forms.shortened(member.text())))
                        .nearest(member.text(), templates.names(), groupNames);
            }
        }
        return List.copyOf(all);
    }

    private void member(Type type, List<String> allowed, Node.Scalar member, String owner) {
        Type of = typeOf(member.text()).orElse(null);
        if (of == null || allowed.isEmpty() || allowed.stream().anyMatch(of::isA)) {
            return;
        }
        setting.problems()
                .error(
                        "member-type",
                        member.location(),
                        "'%s' is a %s and cannot be in %s"
                                .formatted(member.text(), of.name(), owner))
                .hint("allowed are the types " + String.join(", ", allowed))
                .related(type.location(), "the type is here");
    }

    private Optional<Type> typeOf(String name) {
        NodeTemplate node = templates.nodes().get(name);
        return node != null
                ? Optional.of(node.type())
                : groups.stream()
                        .filter(group -> group.name().equals(name))
                        .<Type>map(Topology.Group::type)
                        .findFirst();
    }

    /** Policies, which are a list of maps with one key each; before 2.0 one map is tolerated. */
    List<Topology.Policy> policies(Mapping section) {
        List<Topology.Policy> all = new ArrayList<>();
        List<Mapping.Entry> entries = setting.forms().singles(section, "policies");
        entries.forEach(entry -> names.add(entry.name()));
        for (Mapping.Entry entry : entries) {
            setting.forms()
                    .mapping(entry.value(), "policy '" + entry.name() + "'")
                    .flatMap(body -> policy(entry, body))
                    .ifPresent(all::add);
        }
        return all;
    }

    private Optional<Topology.Policy> policy(Mapping.Entry entry, Mapping body) {
        setting.forms().keynames(body, Construct.POLICY, setting.file().version());
        String owner = "policy '" + entry.name() + "'";
        Optional<PolicyType> type = setting.type(entry, body, "policy", setting.types()::policy);
        List<String> targets = members(body, "targets", owner, type, PolicyType::targets);
        return type.map(found ->
                new Topology.Policy(
                        entry.name(),
                        found,
                        setting.forms().description(body),
                        setting.forms().metadata(body),
                        setting.assignments()
                                .properties(body, found.properties(), owner, entry.at(), calls),
                        targets,
                        setting.types()
                                .activities()
                                .triggers(
                                        body,
                                        found.triggers(),
                                        setting.file(),
                                        (interfaceName, operation, at) ->
                                                ofAny(targets, interfaceName, operation, at)),
                        entry.at()));
    }

    /** The operation that an action means: that of the first target which has it. */
    private Optional<Operation> ofAny(
            List<String> targets, String interfaceName, String operation, Location at) {
        Set<String> nodes = new LinkedHashSet<>();
        targets.forEach(target -> spread(target, nodes));
        return nodes.isEmpty()
                ? Optional.empty()
                : operations.ofAny(nodes, interfaceName, operation, at);
    }

    private void spread(String target, Set<String> nodes) {
        if (templates.names().contains(target)) {
            nodes.add(target);
        }
        groups.stream()
                .filter(group -> group.name().equals(target))
                .flatMap(group -> group.members().stream())
                .filter(templates.names()::contains)
                .forEach(nodes::add);
    }

    /** The nodes of a group. */
    Set<String> nodesOf(String name) {
        Set<String> nodes = new LinkedHashSet<>();
        spread(name, nodes);
        return nodes;
    }
}
