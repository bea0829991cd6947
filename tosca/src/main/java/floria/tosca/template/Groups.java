package floria.tosca.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.GroupType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PolicyType;
import floria.tosca.model.Topology;
import floria.tosca.problem.Problems;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads groups and policies (TOSCA 1.3 §3.8.5, §3.8.6). */
final class Groups {
    private final ServiceFile file;
    private final TypeTable types;
    private final Templates templates;
    private final Problems problems;
    private final Forms forms;
    private final Assignments assignments;
    private final PendingCalls calls;
    private final Set<String> names = new LinkedHashSet<>();

    Groups(
            ServiceFile file,
            TypeTable types,
            Templates templates,
            Problems problems,
            PendingCalls calls) {
        this.file = file;
        this.types = types;
        this.templates = templates;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.assignments = new Assignments(problems);
        this.calls = calls;
    }

    /** The names of all groups and policies in the text. */
    Set<String> names() {
        return names;
    }

    List<Topology.Group> groups(Mapping section) {
        List<Topology.Group> all = new ArrayList<>();
        Mapping groups = forms.mapping(section, "groups");
        names.addAll(groups.names());
        for (Mapping.Entry entry : groups.entries()) {
            forms.mapping(entry.value(), "group '" + entry.name() + "'")
                    .flatMap(body -> group(entry, body))
                    .ifPresent(all::add);
        }
        return all;
    }

    private Optional<Topology.Group> group(Mapping.Entry entry, Mapping body) {
        forms.keynames(body, Construct.GROUP, file.version());
        String owner = "group '" + entry.name() + "'";
        Optional<GroupType> type = type(entry, body).flatMap(name -> types.group(name, file));
        List<String> members = new ArrayList<>();
        for (Node.Scalar member : forms.names(body, body.has("members") ? "members" : "targets")) {
            if (templates.names().contains(member.text())) {
                members.add(member.text());
                type.ifPresent(found -> member(found, member, owner));
            } else {
                unknown(member, owner, templates.names());
            }
        }
        return type.map(found ->
                new Topology.Group(
                        entry.name(),
                        found,
                        assignments.read(
                                body,
                                "properties",
                                found.properties(),
                                owner,
                                entry.at(),
                                calls.in(new Place.Elsewhere())),
                        List.copyOf(members),
                        entry.at()));
    }

    private void member(GroupType type, Node.Scalar member, String owner) {
        NodeTemplate node = templates.nodes().get(member.text());
        if (node != null
                && !type.members().isEmpty()
                && type.members().stream().noneMatch(node::isA)) {
            problems.error(
                            "member-type",
                            member.location(),
                            "node '%s' is a %s and cannot be in %s"
                                    .formatted(node.name(), node.type().name(), owner))
                    .hint("members are of type " + String.join(", ", type.members()))
                    .related(type.location(), "the group type is here");
        }
    }

    /** Policies, which are a list of maps with one key each; one map is taken too. */
    List<Topology.Policy> policies(Mapping section) {
        List<Topology.Policy> all = new ArrayList<>();
        List<Mapping.Entry> entries = forms.singles(section, "policies");
        entries.forEach(entry -> names.add(entry.name()));
        for (Mapping.Entry entry : entries) {
            forms.mapping(entry.value(), "policy '" + entry.name() + "'")
                    .flatMap(body -> policy(entry, body))
                    .ifPresent(all::add);
        }
        return all;
    }

    private Optional<Topology.Policy> policy(Mapping.Entry entry, Mapping body) {
        forms.keynames(body, Construct.POLICY, file.version());
        String owner = "policy '" + entry.name() + "'";
        Optional<PolicyType> type = type(entry, body).flatMap(name -> types.policy(name, file));
        List<String> targets = new ArrayList<>();
        for (Node.Scalar target : forms.names(body, "targets")) {
            if (templates.names().contains(target.text()) || names.contains(target.text())) {
                targets.add(target.text());
                type.ifPresent(found -> target(found, target, owner));
            } else {
                Set<String> known = new LinkedHashSet<>(templates.names());
                known.addAll(names);
                unknown(target, owner, known);
            }
        }
        return type.map(found ->
                new Topology.Policy(
                        entry.name(),
                        found,
                        assignments.read(
                                body,
                                "properties",
                                found.properties(),
                                owner,
                                entry.at(),
                                calls.in(new Place.Elsewhere())),
                        List.copyOf(targets),
                        entry.at()));
    }

    private void target(PolicyType type, Node.Scalar target, String owner) {
        NodeTemplate node = templates.nodes().get(target.text());
        if (node != null
                && !type.targets().isEmpty()
                && type.targets().stream().noneMatch(node::isA)) {
            problems.error(
                            "member-type",
                            target.location(),
                            "node '%s' is a %s and cannot be a target of %s"
                                    .formatted(node.name(), node.type().name(), owner))
                    .hint("targets are of type " + String.join(", ", type.targets()))
                    .related(type.location(), "the policy type is here");
        }
    }

    private Optional<Node.Scalar> type(Mapping.Entry entry, Mapping body) {
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && !body.has("type")) {
            problems.error(
                    "missing-keyname", entry.at(), "'%s' needs a 'type'".formatted(entry.name()));
        }
        return name;
    }

    private void unknown(Node.Scalar name, String owner, Set<String> known) {
        problems.error(
                        "unknown-node",
                        name.location(),
                        "%s names '%s', which is not in this template"
                                .formatted(owner, Forms.shortened(name.text())))
                .nearest(name.text(), known);
    }
}
