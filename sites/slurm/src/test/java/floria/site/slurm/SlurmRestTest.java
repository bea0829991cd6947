package floria.site.slurm;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import floria.site.Observed;
import floria.site.Observed.State;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteException;
import floria.testing.slurm.SlurmCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SlurmRestTest {
    private static RestApi api(SlurmCluster cluster, Supplier<String> token) {
        String me = System.getProperty("user.name");
        return new RestApi(
                "cluster",
                URI.create(cluster.restUrl()),
                me,
                new Token(token, InstantSource.system()));
    }

    @Test
    void runsAJobWithGpusByTheRestDaemonAndRenewsItsToken() {
        try (SlurmCluster cluster = SlurmCluster.start()) {
            List<String> tokens = new ArrayList<>();
            RestApi api =
                    api(
                            cluster,
                            () -> {
                                // The first is over before it is used.
                                String token =
                                        cluster.token(
                                                Duration.ofSeconds(tokens.isEmpty() ? 1 : 600));
                                tokens.add(token);
                                return token;
                            });
            Slurms slurm = new Slurms(cluster, api);
            assertThat(api.title()).matches("slurmrestd v\\d+\\.\\d+\\.\\d+");
            assertThat(slurm.site().offers(slurm.context()))
                    .extracting(offer -> offer.id() + " " + offer.capacity().gpus())
                    .contains("cpu 0", "gpu/a100 2");

            Machine machine = slurm.machine("gpu/a100", 2, Allocation.ONE_NODE);
            Observed ready = slurm.ready(machine);

            assertThat(slurm.output(machine.key(), "gpus", "echo $CUDA_VISIBLE_DEVICES"))
                    .containsExactly("0,1");
            assertThat(ready.attributes()).containsKeys("slurm_job", "ends_at");
            assertThat(tokens.size()).isGreaterThan(1);
            slurm.site().release(slurm.context(), machine.key());
            assertThat(slurm.seen(machine.key()).state()).isEqualTo(State.ABSENT);

            RestApi refused = api(cluster, () -> "no token");
            assertThatThrownBy(refused::jobs)
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e ->
                                    assertThat(e.fault().kind())
                                            .isEqualTo(floria.site.Fault.Kind.AUTHORIZATION));
            cluster.stopController();
            assertThatThrownBy(api::jobs)
                    .isInstanceOfSatisfying(
                            SiteException.class,
                            e ->
                                    assertThat(e.fault().kind())
                                            .isEqualTo(floria.site.Fault.Kind.UNREACHABLE));
        }
    }
}
