package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Activity;
import floria.tosca.model.Condition;
import floria.tosca.model.Operation;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.model.Trigger;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads triggers and the activities of triggers and steps (TOSCA 1.3 §3.6.22, §3.6.23). */
public final class ActivityReader {
    /** Finds the operations that activities call. */
    @FunctionalInterface
    public interface Targets {
        /** The operation, reported if the target is known and has none of that name. */
        Optional<Operation> operation(String interfaceName, String operation, Location at);
    }

    private static final List<String> KINDS =
            List.of("delegate", "set_state", "call_operation", "inline");

    private static final Set<String> CLAUSES = Set.of("and", "or", "not", "assert");

    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;

    ActivityReader(TypeTable types, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
    }

    /** The triggers of a policy or policy type, added to those inherited. */
    public Map<String, Trigger> triggers(
            Mapping parent, Map<String, Trigger> inherited, ServiceFile file, Targets targets) {
        Node node = parent.get("triggers").orElse(null);
        if (node == null || node.isNull()) {
            return inherited;
        }
        Map<String, Trigger> all = new LinkedHashMap<>(inherited);
        // Some real templates write a list of maps with one key each.
        List<Mapping.Entry> entries =
                node instanceof Node.Sequence
                        ? forms.singles(parent, "triggers")
                        : forms.mapping(parent, "triggers").entries();
        for (Mapping.Entry entry : entries) {
            forms.mapping(entry.value(), "trigger '" + entry.name() + "'")
                    .ifPresent(body ->
                            all.put(
                                    entry.name(),
                                    trigger(
                                            entry,
                                            body,
                                            Optional.ofNullable(inherited.get(entry.name())),
                                            file,
                                            targets)));
        }
        return Collections.unmodifiableMap(all);
    }

    private Trigger trigger(
            Mapping.Entry entry,
            Mapping body,
            Optional<Trigger> inherited,
            ServiceFile file,
            Targets targets) {
        forms.keynames(body, Construct.TRIGGER, file.version());
        Place place = new Place.InDefinition();
        Optional<String> event =
                body.get("event")
                        .or(() -> body.get("event_type"))
                        .filter(node -> !node.isNull())
                        .flatMap(this::event);
        if (event.isEmpty() && inherited.isEmpty()) {
            problems.graded(
                    file.version().refinesStrictly(),
                    "missing-keyname",
                    entry.at(),
                    "trigger '%s' needs an 'event'".formatted(entry.name()));
        }
        if (!body.has("action") && inherited.isEmpty()) {
            problems.graded(
                    file.version().refinesStrictly(),
                    "missing-keyname",
                    entry.at(),
                    "trigger '%s' needs an 'action'".formatted(entry.name()));
        }
        Optional<Mapping> extended = extended(body);
        boolean readable = isReadable(body, extended, file);
        Optional<Condition> condition =
                !readable
                        ? Optional.empty()
                        : extended.isPresent()
                                ? extended.get()
                                        .get("constraint")
                                        .flatMap(node -> types.conditions().condition(node, place))
                                : body.get("condition")
                                        .or(() -> body.get("constraint"))
                                        .flatMap(node -> types.conditions().condition(node, place));
        Mapping timing = extended.orElse(body);
        return new Trigger(
                entry.name(),
                forms.description(body),
                event.or(() -> inherited.map(Trigger::event)).orElse(""),
                filter(body).or(() -> inherited.flatMap(Trigger::filter)),
                condition.or(() -> inherited.flatMap(Trigger::condition)),
                schedule(body).or(() -> inherited.flatMap(Trigger::schedule)),
                evaluation(timing).or(() -> inherited.flatMap(Trigger::evaluation)),
                body.has("action")
                        ? actions(body, place, targets)
                        : inherited.map(Trigger::actions).orElse(List.of()),
                entry.at());
    }

    /**
     * Before 1.3 conditions had forms of every processor's own, which are let pass unread; whether
     * one is a clause shows in its first name.
     */
    private boolean isReadable(Mapping body, Optional<Mapping> extended, ServiceFile file) {
        Mapping holder = extended.orElse(body);
        Node node = holder.get(extended.isPresent() ? "constraint" : "condition").orElse(null);
        if (file.version().refinesStrictly()
                || node == null
                || node instanceof Node.Sequence
                || (node instanceof Mapping map
                        && map.names().stream().anyMatch(CLAUSES::contains))) {
            return true;
        }
        problems.tolerated(
                "wrong-form",
                node.location(),
                "this condition is not one of TOSCA's, and is not read");
        return false;
    }

    /** An event is a name; drafts have a map that names its type. */
    private Optional<String> event(Node node) {
        return node instanceof Mapping map
                ? forms.text(map, "type").or(() -> map.names().stream().findFirst())
                : forms.scalar(node, "'event'").map(Node.Scalar::text);
    }

    /** The condition with how often it is looked at (1.3 §3.6.22.4). */
    private static Optional<Mapping> extended(Mapping body) {
        return body.get("condition").orElse(null) instanceof Mapping map && map.has("constraint")
                ? Optional.of(map)
                : Optional.empty();
    }

    private Optional<Trigger.EventFilter> filter(Mapping body) {
        Node node = body.get("target_filter").or(() -> body.get("event_filter")).orElse(null);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        return forms.mapping(node, "'target_filter'")
                .flatMap(map ->
                        forms.text(map, "node")
                                .map(name ->
                                        new Trigger.EventFilter(
                                                name,
                                                forms.text(map, "requirement"),
                                                forms.text(map, "capability"))));
    }

    private Optional<Trigger.Schedule> schedule(Mapping body) {
        Mapping map = forms.mapping(body, "schedule");
        return map.entries().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Trigger.Schedule(
                                value(map, "start_time", Primitive.TIMESTAMP),
                                value(map, "end_time", Primitive.TIMESTAMP)));
    }

    private Optional<Trigger.Evaluation> evaluation(Mapping body) {
        if (!body.has("period") && !body.has("evaluations") && !body.has("method")) {
            return Optional.empty();
        }
        return Optional.of(
                new Trigger.Evaluation(
                        value(body, "period", Primitive.TIME),
                        value(body, "evaluations", Primitive.INTEGER),
                        forms.text(body, "method")));
    }

    private Optional<Value> value(Mapping map, String key, Primitive type) {
        Schema schema = new Schema(type.type(), Optional.empty(), Optional.empty(), List.of());
        return map.get(key)
                .filter(node -> !node.isNull())
                .flatMap(node -> values.read(node, schema, Slot.unchecked("'" + key + "'")));
    }

    /** Actions are a list of activities; a map of an operation is tolerated. */
    private List<Activity> actions(Mapping body, Place place, Targets targets) {
        Node node = body.get("action").orElse(body);
        if (node instanceof Node.Sequence) {
            return activities(body, "action", place, targets);
        }
        if (node instanceof Mapping map && !map.entries().isEmpty()) {
            problems.tolerated(
                    "list-expected", node.location(), "'action' should be a list of activities");
            return KINDS.contains(map.entries().getFirst().name())
                    ? map.entries().stream()
                            .flatMap(each -> activity(each, place, targets).stream())
                            .toList()
                    : List.of();
        }
        if (!node.isNull()) {
            forms.expected(node, "'action'", "a list of activities");
        }
        return List.of();
    }

    /** The activities under {@code key}. */
    public List<Activity> activities(Mapping parent, String key, Place place, Targets targets) {
        List<Activity> all = new ArrayList<>();
        for (Node item : forms.list(parent, key)) {
            if (item instanceof Mapping map && map.entries().size() == 1) {
                activity(map.entries().getFirst(), place, targets).ifPresent(all::add);
            } else if (item instanceof Mapping map && !map.entries().isEmpty()) {
                // Inputs beside the activity's own key are a slip of indentation.
                Optional<Mapping.Entry> known =
                        map.entries().stream()
                                .filter(each -> KINDS.contains(each.name()))
                                .findFirst();
                known.ifPresentOrElse(
                        each -> activity(each, place, targets).ifPresent(all::add),
                        () -> unknown(map.entries().getFirst()));
            } else {
                forms.expected(item, "an activity", "a map with one key");
            }
        }
        return List.copyOf(all);
    }

    private Optional<Activity> activity(Mapping.Entry entry, Place place, Targets targets) {
        Node node = entry.value();
        return switch (entry.name()) {
            case "set_state" ->
                    forms.scalar(node, "'set_state'")
                            .map(state -> new Activity.SetState(state.text(), state.location()));
            case "call_operation" -> call(node, place, targets);
            case "delegate", "inline" ->
                    named(node, "workflow", entry.name())
                            .map(name ->
                                    entry.name().equals("inline")
                                            ? new Activity.Inline(
                                                    name.text(),
                                                    inputs(node, place, Optional.empty()),
                                                    name.location())
                                            : new Activity.Delegate(
                                                    name.text(),
                                                    inputs(node, place, Optional.empty()),
                                                    name.location()));
            default -> {
                unknown(entry);
                yield Optional.empty();
            }
        };
    }

    private void unknown(Mapping.Entry entry) {
        problems.error(
                        "unknown-activity",
                        entry.at(),
                        "there is no activity '%s'".formatted(Forms.shortened(entry.name())))
                .nearest(entry.name(), KINDS);
    }

    private Optional<Activity> call(Node node, Place place, Targets targets) {
        Node.Scalar name = named(node, "operation", "call_operation").orElse(null);
        if (name == null) {
            return Optional.empty();
        }
        int dot = name.text().lastIndexOf('.');
        if (dot <= 0 || dot == name.text().length() - 1) {
            problems.error(
                            "wrong-form",
                            name.location(),
                            "'%s' does not name an operation of an interface"
                                    .formatted(Forms.shortened(name.text())))
                    .hint("write INTERFACE.OPERATION");
            return Optional.empty();
        }
        String interfaceName = name.text().substring(0, dot);
        String operation = name.text().substring(dot + 1);
        return Optional.of(
                new Activity.CallOperation(
                        interfaceName,
                        operation,
                        inputs(
                                node,
                                place,
                                targets.operation(interfaceName, operation, name.location())),
                        name.location()));
    }

    /** A name alone, or in a map with inputs beside it. */
    private Optional<Node.Scalar> named(Node node, String key, String what) {
        if (!(node instanceof Mapping map)) {
            return forms.scalar(node, "'" + what + "'");
        }
        Location at = map.location();
        Optional<Node.Scalar> name = forms.scalar(map, key);
        if (name.isEmpty() && !map.has(key)) {
            problems.error("missing-keyname", at, "'%s' needs '%s'".formatted(what, key));
        }
        map.entries().stream()
                .filter(each -> !each.name().equals(key) && !each.name().equals("inputs"))
                .forEach(each ->
                        problems.error(
                                        "unknown-keyname",
                                        each.at(),
                                        "'%s' has no keyname '%s'".formatted(what, each.name()))
                                .nearest(each.name(), List.of(key, "inputs")));
        return name;
    }

    private Map<String, Value> inputs(Node node, Place place, Optional<Operation> operation) {
        if (!(node instanceof Mapping map)) {
            return Map.of();
        }
        Map<String, Value> all = new LinkedHashMap<>();
        List<Mapping.Entry> entries =
                map.get("inputs").orElse(null) instanceof Node.Sequence
                        ? forms.singles(map, "inputs")
                        : forms.mapping(map, "inputs").entries();
        for (Mapping.Entry entry : entries) {
            PropertyDefinition parameter =
                    operation.map(found -> found.parameters().get(entry.name())).orElse(null);
            Slot slot =
                    new Slot(
                            "input '" + entry.name() + "'",
                            Optional.ofNullable(parameter).map(PropertyDefinition::location),
                            types.calls().in(place));
            if (parameter == null) {
                operation.ifPresent(found -> undeclared(entry, found));
                all.put(entry.name(), values.natural(entry.value(), slot));
            } else {
                values.read(entry.value(), parameter.schema(), slot)
                        .ifPresent(value -> all.put(entry.name(), value));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private void undeclared(Mapping.Entry entry, Operation operation) {
        // Before 2.0 operations take inputs that nobody declared.
        if (!types.version().isSimple()) {
            problems.error(
                            "unknown-input",
                            entry.at(),
                            "operation '%s' has no input '%s'"
                                    .formatted(operation.name(), entry.name()))
                    .nearest(entry.name(), operation.parameters().keySet())
                    .related(operation.location(), "declared here");
        }
    }
}
