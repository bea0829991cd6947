package floria.engine.reconcile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Topology;
import floria.tosca.value.Value;

/** What the policies of a template say about looking after its deployment (TOSCA 2.0 §13.4). */
record Policies(
        Mode standard,
        Map<String, Mode> byNode,
        Optional<Lifetime> lifetime,
        Optional<Idle> idle,
        Optional<Hours> hours) {

    /** What is done about what is found. */
    enum Mode {
        REPORT,
        HEAL,
        LEAVE
    }

    record Lifetime(Duration ttl, Duration warning) {}

    /**
     * @param cpu the share of one core below which a machine is idle
     * @param network bytes a second below which it is
     */
    record Idle(Duration after, Duration warning, double cpu, double network) {}

    record Hours(WorkingHours hours, Duration warning) {}

    Mode of(String node) {
        return byNode.getOrDefault(node, standard);
    }

    static Policies of(Blueprint blueprint) {
        Reader reader = new Reader(blueprint.evaluator(new Instances(List.of())));
        Mode standard = Mode.REPORT;
        Map<String, Mode> byNode = new HashMap<>();
        Optional<Lifetime> lifetime = Optional.empty();
        Optional<Idle> idle = Optional.empty();
        Optional<Hours> hours = Optional.empty();
        for (Topology.Policy policy : blueprint.topology().policies()) {
            Duration warning = reader.time(policy, "warning").orElse(Duration.ZERO);
            if (policy.type().isA("floria.policies.Healing")) {
                Mode mode = Mode.valueOf(reader.text(policy, "mode").toUpperCase(Locale.ROOT));
                if (policy.targets().isEmpty()) {
                    standard = mode;
                }
                nodes(blueprint.topology(), policy).forEach(node -> byNode.put(node, mode));
            } else if (policy.type().isA("floria.policies.Lifetime")) {
                lifetime = reader.time(policy, "ttl").map(ttl -> new Lifetime(ttl, warning));
            } else if (policy.type().isA("floria.policies.IdleStop")) {
                double cpu = reader.number(policy, "cpu_percent") / 100;
                double network = reader.number(policy, "network_rate");
                idle =
                        reader.time(policy, "after")
                                .map(after -> new Idle(after, warning, cpu, network));
            } else if (policy.type().isA("floria.policies.WorkingHours")) {
                hours = reader.hours(policy).map(found -> new Hours(found, warning));
            }
        }
        return new Policies(standard, Map.copyOf(byNode), lifetime, idle, hours);
    }

    /** The nodes that a policy names, by themselves or as members of a group. */
    private static Set<String> nodes(Topology topology, Topology.Policy policy) {
        Set<String> nodes = new HashSet<>();
        for (String target : policy.targets()) {
            topology.groups().stream()
                    .filter(group -> group.name().equals(target))
                    .forEach(group -> nodes.addAll(group.members()));
            if (topology.nodes().containsKey(target)) {
                nodes.add(target);
            }
        }
        return nodes;
    }

    private record Reader(Evaluator evaluator) {

        Value value(Topology.Policy policy, String property) {
            Value given = policy.properties().get(property);
            if (given != null) {
                return evaluator.evaluate(given);
            }
            return Optional.ofNullable(policy.type().properties().get(property))
                    .flatMap(definition -> definition.initial())
                    .orElseGet(Value.Nil::new);
        }

        String text(Topology.Policy policy, String property) {
            return value(policy, property).asText();
        }

        Optional<Duration> time(Topology.Policy policy, String property) {
            return value(policy, property) instanceof Value.Scalar(_, var seconds, _)
                    ? Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()))
                    : Optional.empty();
        }

        double number(Topology.Policy policy, String property) {
            return switch (value(policy, property)) {
                case Value.Scalar(_, BigDecimal amount, _) -> amount.doubleValue();
                case Value.Real(BigDecimal number) -> number.doubleValue();
                case Value.Int(BigInteger number) -> number.doubleValue();
                default -> 0;
            };
        }

        /** Empty when there is no such time zone. */
        Optional<WorkingHours> hours(Topology.Policy policy) {
            Set<DayOfWeek> days = new HashSet<>();
            if (value(policy, "days") instanceof Value.Items(var items)) {
                items.forEach(
                        day -> days.add(DayOfWeek.valueOf(day.asText().toUpperCase(Locale.ROOT))));
            }
            try {
                return Optional.of(
                        new WorkingHours(
                                days,
                                LocalTime.parse(text(policy, "from")),
                                LocalTime.parse(text(policy, "to")),
                                ZoneId.of(text(policy, "zone"))));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }
}
