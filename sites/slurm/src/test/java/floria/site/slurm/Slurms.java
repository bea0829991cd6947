package floria.site.slurm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.awaitility.Awaitility;

import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteContext;
import floria.testing.slurm.SlurmCluster;

import static org.assertj.core.api.Assertions.assertThat;

/** A site on a cluster, and what its tests do all the time. */
record Slurms(SlurmSite site, Random random) {
    private static final String INSTALLATION = "testtest";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Slurms(SlurmCluster cluster, Controller controller) {
        this(SlurmContract.settings(cluster), cluster, controller);
    }

    Slurms(SlurmSettings settings, SlurmCluster cluster, Controller controller) {
        this(
                new SlurmSite(
                        settings,
                        controller,
                        SlurmContract.shell(cluster),
                        SlurmSite.Reach.DIRECT,
                        SlurmContract.FRESH),
                new Random());
    }

    SiteContext context() {
        return new SiteContext("default", INSTALLATION, Instant.now().plus(PATIENCE), () -> false);
    }

    Machine machine(String offer, int gpus, Allocation allocation) {
        return machine(
                offer,
                new Hardware(1, 50L << 20, 0, gpus, Optional.empty()),
                Optional.empty(),
                allocation);
    }

    Machine machine(
            String offer, Hardware hardware, Optional<String> image, Allocation allocation) {
        StringBuilder instance = new StringBuilder();
        for (int i = 0; i < 26; i++) {
            instance.append((char) ('a' + random.nextInt(26)));
        }
        return new Machine(
                new Key(INSTALLATION, instance.toString(), Key.Part.MACHINE, 1),
                new Labels("default", "test", "node"),
                offer,
                hardware,
                image,
                "node",
                List.of(),
                List.of(),
                List.of(),
                Optional.of(allocation));
    }

    Observed seen(Key key) {
        return site.observe(context(), Set.of(key)).getOrDefault(key, Observed.absent(key));
    }

    Observed await(Key key, State state) {
        return Awaitility.await(key + " " + state)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> seen(key), seen -> seen.state() == state);
    }

    Observed ready(Machine machine) {
        site.ensure(context(), List.of(machine));
        return await(machine.key(), State.READY);
    }

    Execution start(Key key, String id, String script, String... arguments) {
        Channel channel = site.channel(context(), key);
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(Arrays.asList(arguments));
        return channel.start(new Command(id, argv, Map.of(), channel.workspace() + "/work"));
    }

    List<String> output(Key key, String id, String script, String... arguments) {
        List<String> lines = new ArrayList<>();
        Execution.Status status =
                start(key, id, script, arguments).follow((_, _, text) -> lines.add(text), PATIENCE);
        assertThat(status).as(String.join("\n", lines)).isEqualTo(new Execution.Status.Exited(0));
        return lines;
    }
}
