package floria.tosca.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Activity;
import floria.tosca.model.Condition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.model.Workflow;
import floria.tosca.types.Place;
import floria.tosca.types.PropertyReader;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads imperative workflows (TOSCA 1.3 §3.8.7, 2.0 §15). */
final class WorkflowReader {
    private final Setting setting;
    private final Templates templates;
    private final Groups groups;
    private final Operations operations;
    private Set<String> names = Set.of();

    WorkflowReader(Setting setting, Templates templates, Groups groups, Operations operations) {
        this.setting = setting;
        this.templates = templates;
        this.groups = groups;
        this.operations = operations;
    }

    Map<String, Workflow> read(Mapping section) {
        Mapping written = setting.forms().mapping(section, "workflows");
        names = new LinkedHashSet<>(written.names());
        Map<String, Workflow> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : written.entries()) {
            setting.forms()
                    .mapping(entry.value(), "workflow '" + entry.name() + "'")
                    .ifPresent(body -> all.put(entry.name(), workflow(entry, body)));
        }
        return all;
    }

    private Workflow workflow(Mapping.Entry entry, Mapping body) {
        setting.forms().keynames(body, Construct.WORKFLOW, setting.file().version());
        Map<String, PropertyDefinition> inputs =
                setting.types()
                        .properties()
                        .all(body, "inputs", PropertyReader.Kind.INPUT, Map.of(), setting.file());
        Place place = new Place.InWorkflow(inputs);
        Mapping steps = setting.forms().mapping(body, "steps");
        Map<String, Workflow.Step> all = new LinkedHashMap<>();
        for (Mapping.Entry step : steps.entries()) {
            setting.forms()
                    .mapping(step.value(), "step '" + step.name() + "'")
                    .ifPresent(
                            inner -> all.put(step.name(), step(step, inner, steps.names(), place)));
        }
        circle(entry, all);
        return new Workflow(
                entry.name(),
                setting.forms().description(body),
                setting.forms().metadata(body),
                inputs,
                preconditions(body, place),
                all,
                body.get("implementation")
                        .filter(node -> !node.isNull())
                        .flatMap(node ->
                                setting.types().artifacts().implementation(node, setting.file())),
                outputs(body),
                entry.at());
    }

    private List<Workflow.Precondition> preconditions(Mapping body, Place place) {
        List<Workflow.Precondition> all = new ArrayList<>();
        String key = body.has("precondition") ? "precondition" : "preconditions";
        Node node = body.get(key).orElse(null);
        if (node instanceof Mapping single) {
            precondition(single, place).ifPresent(all::add);
        } else {
            for (Node item : setting.forms().list(body, key)) {
                setting.forms()
                        .mapping(item, "a precondition")
                        .flatMap(map -> precondition(map, place))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    private Optional<Workflow.Precondition> precondition(Mapping body, Place place) {
        setting.forms().keynames(body, Construct.PRECONDITION, setting.file().version());
        return target(body, "a precondition")
                .map(target ->
                        new Workflow.Precondition(
                                target.text(),
                                relationship(body, target.text()),
                                condition(body, "condition", place)));
    }

    private Optional<Condition> condition(Mapping body, String key, Place place) {
        return body.get(key).flatMap(node -> setting.types().conditions().condition(node, place));
    }

    private Workflow.Step step(
            Mapping.Entry entry, Mapping body, Collection<String> steps, Place place) {
        setting.forms().keynames(body, Construct.STEP, setting.file().version());
        String title = "step '" + entry.name() + "'";
        Optional<Node.Scalar> target = target(body, title);
        String name = target.map(Node.Scalar::text).orElse("");
        Optional<String> relationship = relationship(body, name);
        if (!body.has("activities")) {
            setting.problems()
                    .graded(
                            setting.exact(),
                            "missing-keyname",
                            entry.at(),
                            title + " needs 'activities'");
        }
        List<Activity> activities =
                setting.types()
                        .activities()
                        .activities(
                                body,
                                "activities",
                                place,
                                (interfaceName, operation, at) -> {
                                    Set<String> nodes = groups.nodesOf(name);
                                    return nodes.isEmpty() || relationship.isPresent()
                                            ? Optional.empty()
                                            : operations.ofAny(nodes, interfaceName, operation, at);
                                });
        activities.forEach(this::inline);
        return new Workflow.Step(
                entry.name(),
                name,
                relationship,
                condition(body, "filter", place),
                setting.forms().text(body, "operation_host"),
                activities,
                following(body, "on_success", steps),
                following(body, "on_failure", steps),
                entry.at());
    }

    /** The workflows that run inside others are there. */
    private void inline(Activity activity) {
        switch (activity) {
            case Activity.Inline(String workflow, _, var at) -> {
                if (!names.contains(workflow)) {
                    setting.problems()
                            .error(
                                    "unknown-workflow",
                                    at,
                                    "there is no workflow '%s'"
                                            .formatted(Forms.shortened(workflow)))
                            .nearest(workflow, names);
                }
            }
            case Activity.Delegate _, Activity.SetState _, Activity.CallOperation _ -> {}
        }
    }

    private Optional<Node.Scalar> target(Mapping body, String title) {
        Optional<Node.Scalar> target = setting.forms().scalar(body, "target");
        if (target.isEmpty() && !body.has("target")) {
            setting.problems()
                    .graded(
                            !setting.exact(),
                            "missing-keyname",
                            body.location(),
                            title + " needs a 'target'");
        }
        target.filter(name ->
                        !templates.names().contains(name.text())
                                && !groups.names().contains(name.text()))
                .ifPresent(name ->
                        setting.problems()
                                .error(
                                        "unknown-node",
                                        name.location(),
                                        "%s is for '%s', which is not in this template"
                                                .formatted(title, Forms.shortened(name.text())))
                                .nearest(name.text(), templates.names(), groups.names()));
        return target;
    }

    private Optional<String> relationship(Mapping body, String target) {
        Optional<Node.Scalar> name = setting.forms().scalar(body, "target_relationship");
        NodeTemplate node = templates.nodes().get(target);
        if (name.isPresent() && node != null) {
            List<String> known =
                    node.type().requirements().stream().map(RequirementDefinition::name).toList();
            if (!known.contains(name.get().text())) {
                setting.problems()
                        .error(
                                "unknown-requirement",
                                name.get().location(),
                                "node '%s' has no requirement '%s'"
                                        .formatted(target, Forms.shortened(name.get().text())))
                        .nearest(name.get().text(), known)
                        .related(node.type().location(), "its type is here");
            }
        }
        return name.map(Node.Scalar::text);
    }

    private List<String> following(Mapping body, String key, Collection<String> steps) {
        List<String> all = new ArrayList<>();
        Node node = body.get(key).orElse(null);
        List<Node.Scalar> written =
                node instanceof Node.Scalar single && !single.isNull()
                        ? List.of(single)
                        : setting.forms().names(body, key);
        for (Node.Scalar name : written) {
            if (steps.contains(name.text())) {
                all.add(name.text());
            } else {
                setting.problems()
                        .error(
                                "unknown-step",
                                name.location(),
                                "there is no step '%s' in this workflow"
                                        .formatted(Forms.shortened(name.text())))
                        .nearest(name.text(), steps);
            }
        }
        return all;
    }

    private Map<String, List<String>> outputs(Mapping body) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : setting.forms().mapping(body, "outputs").entries()) {
            if (entry.value() instanceof Node.Sequence(List<Node> items, _)) {
                all.put(
                        entry.name(),
                        items.stream()
                                .flatMap(item ->
                                        setting.forms().scalar(item, "a part of the path").stream())
                                .map(Node.Scalar::text)
                                .toList());
            } else if (!(entry.value() instanceof Mapping)) {
                setting.forms()
                        .expected(
                                entry.value(),
                                "output '" + entry.name() + "'",
                                "a list such as [ NODE, ATTRIBUTE ]");
            }
        }
        return all;
    }

    /** Steps that wait for each other never begin. */
    private void circle(Mapping.Entry workflow, Map<String, Workflow.Step> steps) {
        Set<String> done = new HashSet<>();
        for (String start : steps.keySet()) {
            if (circle(start, steps, new LinkedHashSet<>(), done)) {
                setting.problems()
                        .error(
                                "workflow-cycle",
                                steps.get(start).location(),
                                "the steps of workflow '%s' lead back to '%s'"
                                        .formatted(workflow.name(), start));
                return;
            }
        }
    }

    private static boolean circle(
            String start, Map<String, Workflow.Step> steps, Set<String> path, Set<String> done) {
        // Depth first with a stack of its own: a workflow may be as long as it likes.
        Deque<Iterator<String>> stack = new ArrayDeque<>();
        Deque<String> names = new ArrayDeque<>();
        if (done.contains(start)) {
            return false;
        }
        stack.push(next(start, steps));
        names.push(start);
        path.add(start);
        while (!stack.isEmpty()) {
            if (!stack.peek().hasNext()) {
                stack.pop();
                String over = names.pop();
                path.remove(over);
                done.add(over);
                continue;
            }
            String next = stack.peek().next();
            if (path.contains(next)) {
                return true;
            }
            if (!done.contains(next) && steps.containsKey(next)) {
                stack.push(next(next, steps));
                names.push(next);
                path.add(next);
            }
        }
        return false;
    }

    /** Failures may lead back, to try again. */
    private static Iterator<String> next(String name, Map<String, Workflow.Step> steps) {
        Workflow.Step step = steps.get(name);
        return step == null ? Collections.emptyIterator() : step.onSuccess().iterator();
    }
}
