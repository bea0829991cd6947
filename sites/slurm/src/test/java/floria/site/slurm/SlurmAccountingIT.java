package floria.site.slurm;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import floria.site.Allowance;
import floria.site.Allowance.Resource;
import floria.site.Fault;
import floria.site.Observed.State;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Machine;
import floria.site.SiteException;
import floria.testing.slurm.SlurmCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A cluster with slurmdbd and MariaDB: accounts, their limits, and what has ended long ago. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlurmAccountingIT {
    private SlurmCluster cluster;
    private Slurms slurm;
    private Commands commands;

    @BeforeAll
    void start() {
        cluster = SlurmCluster.startWithAccounting();
        commands = new Commands("hpc", SlurmContract.shell(cluster));
        slurm =
                new Slurms(
                        SlurmContract.settings(cluster).withAccount("physics"), cluster, commands);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theLimitsOfAnAccountAreToldWithWhatIsUsed() {
        limit("GrpTRES=cpu=8,gres/gpu=2");
        Machine machine = slurm.machine("gpu/a100", 1, Allocation.ONE_NODE);
        slurm.site().ensure(slurm.context(), List.of(machine));
        slurm.await(machine.key(), State.READY);

        Map<Resource, Allowance> limits =
                Awaitility.await("the limits")
                        .until(
                                this::limits,
                                found -> found.containsKey(Resource.CPUS) && used(found) > 0);

        assertThat(limits.get(Resource.CPUS))
                .isEqualTo(
                        new Allowance("account physics", Optional.empty(), Resource.CPUS, 1, 0, 8));
        assertThat(limits.get(Resource.GPUS))
                .isEqualTo(
                        new Allowance("account physics", Optional.empty(), Resource.GPUS, 1, 0, 2));
        slurm.site().release(slurm.context(), machine.key());
    }

    private Map<Resource, Allowance> limits() {
        return slurm.site().allowances(slurm.context(), List.of()).stream()
                .collect(java.util.stream.Collectors.toMap(Allowance::resource, one -> one));
    }

    private static double used(Map<Resource, Allowance> limits) {
        return limits.values().stream().mapToDouble(Allowance::used).sum();
    }

    @Test
    void aJobBeyondWhatTheAccountMayHaveIsRefusedAsAQuotaAndLeavesNothing() {
        limit("GrpSubmitJobs=1");
        Machine first = slurm.machine("cpu", 0, Allocation.ONE_NODE);
        Machine second = slurm.machine("cpu", 0, Allocation.ONE_NODE);
        try {
            Awaitility.await("the limit holds")
                    .untilAsserted(() ->
                            assertThat(cluster.run("scontrol", "show", "assoc_mgr", "flags=assoc"))
                                    .contains("GrpSubmitJobs=1("));
            slurm.site().ensure(slurm.context(), List.of(first));

            SiteException refusal =
                    catchThrowableOfType(
                            SiteException.class,
                            () -> slurm.site().ensure(slurm.context(), List.of(second)));

            assertThat(refusal.fault().kind()).isEqualTo(Fault.Kind.QUOTA);
            assertThat(slurm.seen(second.key()).state()).isEqualTo(State.ABSENT);
        } finally {
            slurm.site().release(slurm.context(), first.key());
            slurm.site().release(slurm.context(), second.key());
            limit("GrpSubmitJobs=-1");
        }
    }

    private void limit(String setting) {
        cluster.run("sacctmgr", "-i", "modify", "account", "physics", "set", setting);
    }

    @Test
    void theAccountsOfTheUserAreKnown() {
        assertThat(commands.cluster().accounts()).contains("physics");
    }

    @Test
    void aJobThatTheControllerForgotIsFoundInAccounting() {
        String id = cluster.run("sbatch", "--parsable", "--account=physics", "--wrap=exit 3");
        Awaitility.await("the job in accounting")
                .until(() ->
                        commands.past(Long.parseLong(id))
                                .filter(job -> job.exitCode() != 0)
                                .isPresent());

        assertThat(commands.past(Long.parseLong(id)).orElseThrow().state()).isEqualTo("FAILED");
    }
}
