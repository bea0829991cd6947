package floria.site.simulated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.site.Execution.Stream;
import floria.site.Fault;
import floria.site.Key;
import floria.site.ResourceSpec.Labels;
import floria.site.simulated.CommandScript.Line;

/** The sum of all facts. Guarded by the {@link World} that holds it. */
final class Facts {
    /** The exit code of a command that SIGTERM ended. */
    private static final int KILLED = 143;

    final Map<Key, Resource> resources = new HashMap<>();
    final Map<Key, Integer> creations = new HashMap<>();
    final Map<String, Integer> starts = new HashMap<>();
    private final Map<Key, Map<String, Started>> commands = new HashMap<>();
    private final Map<String, Integer> takenOf = new HashMap<>();
    private final Map<String, Integer> runningOf = new HashMap<>();
    final Map<Key, Map<String, String>> contents = new HashMap<>();
    private int made;

    /**
     * @param number counts what was ever made, for addresses
     * @param form what of the spec a change would show in
     * @param ports name, port inside, port outside, and so on
     * @param broken why it does not come up
     */
    record Resource(
            Key key,
            Labels labels,
            String offer,
            int number,
            Instant ready,
            boolean stopped,
            String form,
            List<String> ports,
            Optional<Fault> broken) {
        Resource stopped(boolean now) {
            return new Resource(key, labels, offer, number, ready, now, form, ports, broken);
        }
    }

    /** A command with its end, which is known from the start. */
    record Started(Instant end, int exitCode, List<Line> lines) {}

    static Fact made(Resource one) {
        List<String> details =
                new ArrayList<>(
                        List.of(
                                one.key().toString(),
                                one.labels().project(),
                                one.labels().deployment(),
                                one.labels().node(),
                                one.offer(),
                                one.ready().toString(),
                                one.form(),
                                one.broken().map(f -> f.kind().name()).orElse(""),
                                one.broken().map(f -> f.scope().name()).orElse(""),
                                one.broken().map(Fault::message).orElse("")));
        details.addAll(one.ports());
        return new Fact("made", details);
    }

    static Fact started(Key machine, String id, Started command) {
        List<String> details =
                new ArrayList<>(
                        List.of(
                                machine.toString(),
                                id,
                                command.end().toString(),
                                Integer.toString(command.exitCode())));
        for (Line line : command.lines()) {
            details.add(line.stream().name());
            details.add(line.text());
        }
        return new Fact("started", details);
    }

    /** How many resources there ever were. */
    int madeSoFar() {
        return made;
    }

    /** A command of a machine, by its id. */
    Optional<Started> command(Key machine, String id) {
        return Optional.ofNullable(commands.getOrDefault(machine, Map.of()).get(id));
    }

    /** How many machines and containers there are of an offer. */
    int taken(String offer) {
        return takenOf.getOrDefault(offer, 0);
    }

    /** How many machines and containers an installation has. */
    int running(String installation) {
        return runningOf.getOrDefault(installation, 0);
    }

    /** Whether it is a machine or a container. */
    static boolean runs(Key key) {
        return key.part() == Key.Part.MACHINE || key.part() == Key.Part.CONTAINER;
    }

    private void count(@Nullable Resource one, int by) {
        if (one != null && runs(one.key())) {
            takenOf.merge(one.offer(), by, Integer::sum);
            runningOf.merge(one.key().installation(), by, Integer::sum);
        }
    }

    void take(Fact fact) {
        Key key = Key.parse(fact.detail(0)).orElseThrow();
        switch (fact.what()) {
            case "made" -> {
                creations.merge(key, 1, Integer::sum);
                Resource one = resource(key, fact);
                count(resources.put(key, one), -1);
                count(one, 1);
            }
            case "released" -> {
                count(resources.remove(key), -1);
                commands.remove(key);
                contents.remove(key);
            }
            case "filled" -> {
                Map<String, String> content = new HashMap<>();
                for (int i = 1; i < fact.details().size(); i += 2) {
                    content.put(fact.detail(i), fact.detail(i + 1));
                }
                contents.put(key, content);
            }
            case "stopped" -> {
                boolean now = Boolean.parseBoolean(fact.detail(1));
                resources.computeIfPresent(key, (_, one) -> one.stopped(now));
                Instant at = Instant.parse(fact.detail(2));
                commands.getOrDefault(key, new HashMap<>())
                        .replaceAll((_, one) ->
                                now && at.isBefore(one.end())
                                        ? new Started(at, KILLED, one.lines())
                                        : one);
            }
            case "started" -> {
                starts.merge(key + " " + fact.detail(1), 1, Integer::sum);
                commands.computeIfAbsent(key, _ -> new HashMap<>())
                        .put(fact.detail(1), command(fact));
            }
            case "killed" ->
                    commands.getOrDefault(key, new HashMap<>())
                            .computeIfPresent(
                                    fact.detail(1),
                                    (_, one) ->
                                            new Started(
                                                    Instant.parse(fact.detail(2)),
                                                    KILLED,
                                                    one.lines()));
            default -> throw new IllegalArgumentException("not a fact: " + fact.what());
        }
    }

    private Resource resource(Key key, Fact fact) {
        Optional<Fault> broken =
                fact.detail(7).isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Fault.of(
                                        Fault.Kind.valueOf(fact.detail(7)),
                                        Fault.Scope.valueOf(fact.detail(8)),
                                        fact.detail(9)));
        return new Resource(
                key,
                new Labels(fact.detail(1), fact.detail(2), fact.detail(3)),
                fact.detail(4),
                ++made,
                Instant.parse(fact.detail(5)),
                false,
                fact.detail(6),
                List.copyOf(fact.details().subList(10, fact.details().size())),
                broken);
    }

    private static Started command(Fact fact) {
        List<Line> lines = new ArrayList<>();
        for (int i = 4; i < fact.details().size(); i += 2) {
            lines.add(new Line(Stream.valueOf(fact.detail(i)), fact.detail(i + 1)));
        }
        return new Started(
                Instant.parse(fact.detail(2)),
                Integer.parseInt(fact.detail(3)),
                List.copyOf(lines));
    }
}
