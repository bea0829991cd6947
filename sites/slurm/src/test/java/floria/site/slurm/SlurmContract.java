package floria.site.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import floria.site.Channel;
import floria.site.Hardware;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.Site;
import floria.site.shell.ProcessShell;
import floria.site.shell.Shell;
import floria.testing.SiteContract;
import floria.testing.SiteFeature;
import floria.testing.slurm.SlurmCluster;

/**
 * The contract against a real Slurm, however its controller is spoken to. Each test has an
 * installation of its own, and most of its time is the queue's.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class SlurmContract extends SiteContract {
    /** Started by the first test that asks; all tests of a class share it. */
    private static final Clusters CLUSTERS = new Clusters();

    private static final class Clusters {
        private Optional<SlurmCluster> running = Optional.empty();

        synchronized SlurmCluster get() {
            if (running.isEmpty()) {
                running = Optional.of(SlurmCluster.start());
            }
            return running.get();
        }

        synchronized void close() {
            running.ifPresent(SlurmCluster::close);
            running = Optional.empty();
        }
    }

    static final Duration FRESH = Duration.ofMillis(50);

    @AfterAll
    static void endCluster() {
        CLUSTERS.close();
    }

    protected static SlurmCluster cluster() {
        return CLUSTERS.get();
    }

    /** A shell that finds Slurm's commands and this cluster. */
    static Shell shell(SlurmCluster cluster) {
        Map<String, String> environment = new HashMap<>(cluster.environment());
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", cluster.home().toString());
        return new ProcessShell(environment, List.of());
    }

    static SlurmSettings settings(SlurmCluster cluster) {
        return SlurmSettings.of("cluster", cluster.home().resolve("floria").toString());
    }

    protected abstract Controller controller(SlurmCluster cluster);

    @Override
    protected Site open() {
        return site(settings(cluster()), controller(cluster()));
    }

    private static Site site(SlurmSettings settings, Controller controller) {
        return new SlurmSite(settings, controller, shell(cluster()), SlurmSite.Reach.DIRECT, FRESH);
    }

    @Override
    protected Hardware small() {
        return Hardware.of(1, 50L << 20, 1L << 20);
    }

    @Override
    protected Map<SiteFeature, String> lacks() {
        return Map.of(
                SiteFeature.NAMES,
                "jobs have the names of their nodes",
                SiteFeature.FIXED_PORTS,
                "jobs share their nodes with others, and take ports that are free there");
    }

    @Override
    protected String mounted(Channel channel, String path) {
        return Path.of(channel.workspace()).resolveSibling("mounts") + path;
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        Machine machine = machine();
        return Optional.of(
                List.of(
                        machine(),
                        new Machine(
                                machine.key(),
                                machine.labels(),
                                machine.offer(),
                                Hardware.of(100_000, 1, 1),
                                machine.image(),
                                machine.hostname(),
                                List.of(),
                                List.of(),
                                List.of())));
    }
}
