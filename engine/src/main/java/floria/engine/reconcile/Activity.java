package floria.engine.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.operation.Chores;
import floria.engine.operation.Machines;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.site.Command;
import floria.site.Execution;
import floria.site.SiteException;

/** Measures what a machine has done so far, by a command on it. */
public final class Activity {
    private final Machines machines;
    private final Chores chores;
    private final String script;

    public Activity(Machines machines, InstantSource clock) {
        this.machines = machines;
        this.chores = new Chores(clock);
        this.script = script();
    }

    /**
     * @param cpu microseconds of processor time since the machine began
     * @param network bytes sent and received since then
     * @param busy whether a GPU is at work, or a job is in a queue, right now
     */
    public record Sample(double cpu, double network, boolean busy) {

        /** As it is noted. */
        public static Optional<Sample> read(String text) {
            String[] words = text.split(" ");
            return words.length == 2
                    ? Optional.of(
                            new Sample(
                                    Double.parseDouble(words[0]),
                                    Double.parseDouble(words[1]),
                                    false))
                    : Optional.empty();
        }

        public String text() {
            return BigDecimal.valueOf(cpu).toPlainString()
                    + " "
                    + BigDecimal.valueOf(network).toPlainString();
        }
    }

    /** Empty when it cannot be known now. */
    public Optional<Sample> sample(Blueprint blueprint, Instances instances, Instance machine) {
        try (Machines.Machine open = machines.open(blueprint, machine, instances, () -> false)) {
            Chores.Result result =
                    chores.run(
                            open.channel(),
                            "activity-" + machine.id(),
                            id ->
                                    new Command(
                                            id,
                                            List.of("/bin/sh", "-c", script),
                                            Map.of(),
                                            open.channel().workspace()),
                            Duration.ofSeconds(30));
            return result.status().equals(new Execution.Status.Exited(0))
                    ? parse(result.lines())
                    : Optional.empty();
        } catch (SiteException _) {
            return Optional.empty();
        }
    }

    private static Optional<Sample> parse(List<String> lines) {
        Map<String, Double> found = new HashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split(" +");
            if (words.length == 2 && words[1].matches("\\d{1,18}")) {
                found.merge(words[0], Double.parseDouble(words[1]), Double::sum);
            }
        }
        return found.containsKey("cpu") && found.containsKey("network")
                ? Optional.of(
                        new Sample(
                                found.getOrDefault("cpu", 0.0),
                                found.getOrDefault("network", 0.0),
                                found.getOrDefault("gpu", 0.0) > 0
                                        || found.getOrDefault("queue", 0.0) > 0))
                : Optional.empty();
    }

    private static String script() {
        try (InputStream in = Activity.class.getResourceAsStream("activity.sh")) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: activity.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
