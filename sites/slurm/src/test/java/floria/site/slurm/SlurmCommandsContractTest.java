package floria.site.slurm;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.site.Site;
import floria.site.shell.ProcessShell;
import floria.testing.slurm.SlurmCluster;

final class SlurmCommandsContractTest extends SlurmContract {
    @Override
    protected Controller controller(SlurmCluster cluster) {
        return new Commands("cluster", shell(cluster));
    }

    @Override
    protected Optional<Site> unreachable() {
        ProcessShell nowhere = new ProcessShell(Map.of("PATH", "/nowhere"), List.of());
        return Optional.of(
                new SlurmSite(
                        settings(cluster()),
                        new Commands("cluster", nowhere),
                        nowhere,
                        SlurmSite.Reach.DIRECT));
    }
}
