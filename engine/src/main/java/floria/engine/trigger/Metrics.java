package floria.engine.trigger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.reconcile.Activity;
import floria.engine.revision.Hosting;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.tosca.value.Value;

/**
 * Measures what the conditions of triggers name: attributes, and by names of Floria's own how many
 * instances a node has and what its machines do.
 */
final class Metrics {
    private final Activity activity;

    Metrics(Activity activity) {
        this.activity = activity;
    }

    /** The attributes that an expression asks for, in the order of the text. */
    static List<Value.Call> asked(Value expression) {
        List<Value.Call> asked = new ArrayList<>();
        collect(expression, asked);
        return asked;
    }

    private static void collect(Value value, List<Value.Call> into) {
        switch (value) {
            case Value.Call call -> {
                if (isAttribute(call)) {
                    into.add(call);
                } else {
                    call.arguments().forEach(argument -> collect(argument, into));
                }
            }
            case Value.Items(var items) -> items.forEach(item -> collect(item, into));
            case Value.Entries(var entries) -> entries.values().forEach(one -> collect(one, into));
            case Value.Secret(var hidden) -> collect(hidden, into);
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _ -> {}
        }
    }

    private static boolean isAttribute(Value.Call call) {
        return call.function().endsWith("get_attribute") && call.arguments().size() > 1;
    }

    /** The expression with values in the place of what it asks for. */
    static Value with(Value expression, List<Value.Call> asked, List<Optional<Value>> values) {
        return switch (expression) {
            case Value.Call call -> {
                int known = asked.indexOf(call);
                if (known >= 0) {
                    yield values.get(known).orElse(call);
                }
                yield new Value.Call(
                        call.function(),
                        call.arguments().stream().map(one -> with(one, asked, values)).toList());
            }
            case Value.Items(var items) ->
                    new Value.Items(items.stream().map(one -> with(one, asked, values)).toList());
            case Value.Entries _,
                    Value.Secret _,
                    Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _ ->
                    expression;
        };
    }

    /** What was measured, and what is to be remembered for the next measure. */
    record Measure(Optional<Value> value, List<Note> notes) {}

    /** The value of what a condition asks for, averaged over the instances of the node. */
    Measure measure(Scenery scenery, String self, Value.Call call, Instant now) {
        String first = call.arguments().getFirst().asText();
        String node = first.equals("SELF") ? self : first;
        String name = call.arguments().get(1).asText();
        List<Instance> instances = scenery.instances().of(node);
        if (call.arguments().size() == 2) {
            switch (name) {
                case "instances" -> {
                    return new Measure(Optional.of(Value.integer(instances.size())), List.of());
                }
                case "cpu_percent", "network_rate" -> {
                    return rate(scenery, instances, name, now);
                }
                default -> {}
            }
        }
        List<Value> values = new ArrayList<>();
        for (Instance instance : instances) {
            Value value =
                    scenery.blueprint()
                            .evaluator(scenery.instances(), instance)
                            .evaluate(call, node.equals(self) ? self : instance.node());
            if (!value.isOpen()) {
                values.add(value);
            }
        }
        return new Measure(average(values), List.of());
    }

    private Measure rate(Scenery scenery, List<Instance> instances, String name, Instant now) {
        Map<String, Instance> machines = new LinkedHashMap<>();
        Hosting hosting = new Hosting(scenery.blueprint().topology(), scenery.instances());
        instances.forEach(instance ->
                hosting.machineOf(instance).ifPresent(one -> machines.put(one.id(), one)));
        List<Value> rates = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (Instance machine : machines.values()) {
            Optional<Activity.Sample> sample =
                    activity.sample(scenery.blueprint(), scenery.instances(), machine);
            String topic = "metric/" + machine.id() + "." + machine.generation();
            Optional<Note> before = Optional.ofNullable(scenery.notes().get(topic));
            sample.ifPresent(known -> {
                notes.add(new Note(scenery.deployment().id(), topic, known.text(), now));
                before.flatMap(note -> rate(note, known, name, now)).ifPresent(rates::add);
            });
        }
        return new Measure(average(rates), notes);
    }

    private static Optional<Value> rate(
            Note before, Activity.Sample sample, String name, Instant now) {
        double seconds = Duration.between(before.at(), now).toMillis() / 1000.0;
        return Activity.Sample.read(before.text())
                // A counter that went back began anew: the machine was started again.
                .filter(old -> seconds > 0 && sample.cpu() >= old.cpu())
                .map(old ->
                        name.equals("cpu_percent")
                                ? (sample.cpu() - old.cpu()) / 1e4 / seconds
                                : Math.max(0, sample.network() - old.network()) / seconds)
                .map(rate -> new Value.Real(BigDecimal.valueOf(rate).round(new MathContext(6))));
    }

    /** Numbers on average; of anything else the first. */
    static Optional<Value> average(List<Value> values) {
        List<BigDecimal> numbers =
                values.stream().flatMap(value -> number(value).stream()).toList();
        if (values.size() > 1 && numbers.size() == values.size()) {
            BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            return Optional.of(
                    new Value.Real(
                            sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64)));
        }
        return values.stream().findFirst();
    }

    static Optional<BigDecimal> number(Value value) {
        return switch (value) {
            case Value.Int(var number) -> Optional.of(new BigDecimal(number));
            case Value.Real(var number) -> Optional.of(number);
            case Value.Text(var text) ->
                    text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
                            ? Optional.of(new BigDecimal(text))
                            : Optional.empty();
            case Value.Nil _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }
}
