package floria.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import floria.server.problem.Problems;
import floria.server.problem.Problems.TemplateProblem;
import floria.server.value.Values;
import floria.tosca.Reading;
import floria.tosca.model.Constraint;
import floria.tosca.model.DataType;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Topology;
import floria.tosca.model.Type;
import floria.tosca.value.Value;

/**
 * What a template is made of, as JSON, for forms and pictures. With errors there are only problems.
 */
@Schema(name = "Outline")
public record OutlineView(
        boolean valid,
        List<TemplateProblem> problems,
        String version,
        String description,
        List<InputView> inputs,
        List<NodeOutline> nodes,
        List<OutputView> outputs,
        List<PolicyOutline> policies) {

    /**
     * A value that the template asks for.
     *
     * @param base the type of the language that the type derives from, such as {@code string}
     * @param entry of lists and maps
     * @param fields of data types that have some
     * @param units that a scalar may have
     * @param generated whether a missing value is made
     */
    @Schema(name = "Input")
    public record InputView(
            String name,
            String type,
            String base,
            Optional<String> entry,
            List<String> fields,
            List<String> units,
            boolean required,
            boolean secret,
            boolean generated,
            Optional<Object> initial,
            String description,
            List<ConstraintView> constraints) {}

    /** What a value has to be like. */
    @Schema(name = "Constraint")
    public record ConstraintView(String operator, List<@Nullable Object> arguments) {}

    /** A node and what it is connected to. */
    @Schema(name = "NodeOutline")
    public record NodeOutline(
            String name,
            String type,
            String description,
            Optional<String> host,
            List<Connection> connections) {}

    /** A requirement that has a target. */
    @Schema(name = "Connection")
    public record Connection(String requirement, String node, String relationship) {}

    /** What the template tells the outside. */
    @Schema(name = "OutputOutline")
    public record OutputView(String name, String description) {}

    /** A policy and whom it is for. */
    @Schema(name = "PolicyOutline")
    public record PolicyOutline(String name, String type, List<String> targets) {}

    static OutlineView of(Reading reading) {
        return reading.topology()
                .map(topology -> of(reading, topology))
                .orElseGet(() ->
                        new OutlineView(
                                false,
                                Problems.of(reading.problems()),
                                "",
                                "",
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()));
    }

    private static OutlineView of(Reading reading, Topology topology) {
        return new OutlineView(
                !reading.hasErrors(),
                Problems.of(reading.problems()),
                topology.version(),
                topology.description(),
                topology.inputs().values().stream().map(OutlineView::input).toList(),
                topology.nodes().values().stream().map(OutlineView::node).toList(),
                topology.outputs().values().stream()
                        .map(output -> new OutputView(output.name(), output.description()))
                        .toList(),
                topology.policies().stream()
                        .map(policy ->
                                new PolicyOutline(
                                        policy.name(), policy.type().name(), policy.targets()))
                        .toList());
    }

    private static InputView input(PropertyDefinition input) {
        DataType type = input.schema().type();
        List<Constraint> constraints =
                java.util.stream.Stream.concat(
                                input.schema().constraints().stream(), type.constraints().stream())
                        .toList();
        return new InputView(
                input.name(),
                type.name(),
                type.derivation().getLast(),
                input.schema().entry().map(entry -> entry.type().name()),
                List.copyOf(type.fields().keySet()),
                type.allUnits()
                        .map(units ->
                                units.factors().entrySet().stream()
                                        .sorted(Map.Entry.comparingByValue())
                                        .map(Map.Entry::getKey)
                                        .toList())
                        .orElse(List.of()),
                input.required() && input.initial().isEmpty() && input.generated().isEmpty(),
                input.isSecret(),
                input.generated().isPresent(),
                input.isSecret()
                        ? Optional.empty()
                        : input.initial().flatMap(value -> Optional.ofNullable(json(value))),
                input.description().strip(),
                constraints.stream()
                        .map(constraint ->
                                new ConstraintView(
                                        constraint.operator(), all(constraint.arguments())))
                        .toList());
    }

    private static List<@Nullable Object> all(List<Value> values) {
        List<@Nullable Object> all = new ArrayList<>();
        values.forEach(value -> all.add(json(value)));
        return all;
    }

    private static @Nullable Object json(Value value) {
        return Values.masked(Map.of("value", value)).get("value");
    }

    private static NodeOutline node(NodeTemplate node) {
        Type type = node.type();
        return new NodeOutline(
                node.name(),
                type.name(),
                node.description().strip(),
                node.host(),
                node.requirements().stream()
                        .flatMap(requirement ->
                                requirement
                                        .target()
                                        .map(target ->
                                                new Connection(
                                                        requirement.name(),
                                                        target.node(),
                                                        requirement.relationship().type().name()))
                                        .stream())
                        .toList());
    }
}
