package floria.site.slurm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import floria.site.Allowance;
import floria.site.Allowance.Resource;
import floria.site.Fault;
import floria.site.ResourceSpec.Allocation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said to Slurm and to runtimes of containers, and how answers of many versions are read.
 */
final class FormsTest {
    private static final Submission JOB =
            new Submission(
                    "abcdefgh-0123456789abcdefghjkmnpqrs-m1",
                    "gpu",
                    new Allocation(
                            2,
                            4,
                            Optional.of(Duration.ofMinutes(90)),
                            Optional.of("infiniband&nvlink"),
                            Optional.empty(),
                            Optional.of("high"),
                            Optional.empty(),
                            true),
                    2,
                    OptionalLong.of(4096),
                    Optional.of("gpu:a100:4"),
                    Optional.of("physics"),
                    OptionalLong.of(90),
                    "#!/bin/sh\n",
                    "/scratch/100%/floria");

    @Test
    void readsTheLimitsOfAUserAndOfTheAccountsAbove() {
        List<String> lines =
                List.of(
                        "ClusterName=c Account=root UserName= Partition= ParentAccount= GrpJobs=N(3)"
                                + " GrpTRES=cpu=N(9),mem=N(0)",
                        "ClusterName=c Account=lab UserName= Partition= ParentAccount=root(1)"
                                + " GrpJobs=N(3) GrpTRES=cpu=64(9),mem=2G(512),gres/gpu=4(1)",
                        "ClusterName=c Account=other UserName= Partition= ParentAccount=root(1)"
                                + " GrpJobs=1(1) GrpTRES=cpu=1(1)",
                        "ClusterName=c Account=lab UserName=ana(1000) Partition= ParentAccount="
                                + " GrpJobs=N(0) GrpTRES=cpu=N(4) MaxJobs=10(2) MaxWallPJ=",
                        "ClusterName=c Account=lab UserName=bob(1001) Partition= ParentAccount="
                                + " GrpJobs=N(0) GrpTRES=cpu=8(4) MaxJobs=");

        assertThat(Limits.of(lines, "ana", Optional.empty()))
                .containsExactly(
                        allowance("user ana of account lab", Resource.MACHINES, 2, 10),
                        allowance("account lab", Resource.CPUS, 9, 64),
                        allowance("account lab", Resource.MEMORY, 512L << 20, 2L << 30),
                        allowance("account lab", Resource.GPUS, 1, 4));
        assertThat(Limits.of(lines, "eve", Optional.empty())).isEmpty();
        assertThat(Limits.of(lines, "ana", Optional.of("other"))).isEmpty();
    }

    private static Allowance allowance(String whose, Resource resource, double used, double most) {
        return new Allowance(whose, Optional.empty(), resource, used, 0, most);
    }

    @Test
    void saysAllOfAJobToSbatch() {
        assertThat(Commands.arguments(JOB, List.of("--parsable")))
                .containsExactly(
                        "sbatch",
                        "--parsable",
                        "--job-name=abcdefgh-0123456789abcdefghjkmnpqrs-m1",
                        "--comment=floria",
                        "--partition=gpu",
                        "--nodes=2",
                        "--ntasks-per-node=4",
                        "--cpus-per-task=2",
                        "--mem=4096M",
                        "--gres=gpu:a100:4",
                        "--constraint=infiniband&nvlink",
                        "--time=90",
                        "--account=physics",
                        "--qos=high",
                        "--requeue",
                        "--open-mode=append",
                        "--output=/scratch/100%%/floria/slurm.log",
                        "--chdir=/scratch/100%/floria");
    }

    @Test
    void saysItInTheShapeThatTheRestInterfaceHas() {
        String old =
                JsonMapper.shared().writeValueAsString(new RestForms("0.0.38").submission(JOB));
        assertThat(old)
                .contains(
                        "\"nodes\":[2,2]",
                        "\"gres\":\"gpu:a100:4\"",
                        "\"time_limit\":90",
                        "\"environment\":{\"PATH\"");
        String late =
                JsonMapper.shared().writeValueAsString(new RestForms("0.0.41").submission(JOB));
        assertThat(late)
                .contains(
                        "\"nodes\":\"2\"",
                        "\"tres_per_node\":\"gres/gpu:a100:4\"",
                        "\"number\":90",
                        "\"environment\":[\"PATH=");
    }

    @Test
    void putsTheRuntimesWordsBeforeAProgram() {
        assertThat(ContainerRuntime.NONE.before("x", "/f", true)).isEmpty();
        assertThat(ContainerRuntime.APPTAINER.before("/i/a.sif", "/f", true))
                .containsExactly("apptainer", "exec", "--nv", "--bind", "/f:/f", "/i/a.sif");
        assertThat(ContainerRuntime.PYXIS.before("nvcr.io#nvidia/pytorch", "/f", true))
                .containsExactly(
                        "srun",
                        "--overlap",
                        "--nodes=1",
                        "--ntasks=1",
                        "--container-image=nvcr.io#nvidia/pytorch",
                        "--container-mounts=/f:/f");
        assertThat(ContainerRuntime.CHARLIECLOUD.before("/i/debian", "/f", false))
                .containsExactly("ch-run", "--bind=/f:/f", "/i/debian", "--");
        assertThat(ContainerRuntime.UDOCKER.before("deb", "/f", true))
                .containsExactly(
                        "udocker",
                        "run",
                        "--hostenv",
                        "--hostauth",
                        "--nvidia",
                        "--volume=/f:/f",
                        "deb");
    }

    @Test
    void readsJobsOfOldAndNewVersionsAlike() {
        String late =
                """
                {"jobs": [{"job_id": 7, "name": "n", "user_name": "me", "job_state": ["RUNNING", "COMPLETING"],
                  "state_reason": "None", "restart_cnt": 1, "partition": "gpu", "nodes": "g[1-2]",
                  "exit_code": {"return_code": {"set": true, "number": 3}, "signal": {"id": {"set": false, "number": 0}}},
                  "start_time": {"set": true, "infinite": false, "number": 1700000000},
                  "end_time": {"set": false, "infinite": true, "number": 0}},
                 {"job_id": 8, "name": "n", "user_name": "you", "job_state": "PENDING"}]}
                """;
        List<Job> jobs = RestForms.jobs(JsonMapper.shared().readTree(late), "me");
        assertThat(jobs).hasSize(1);
        assertThat(jobs.getFirst().state()).isEqualTo("RUNNING");
        assertThat(jobs.getFirst().exitCode()).isEqualTo(3 * 256);
        assertThat(jobs.getFirst().start()).contains("2023-11-14T22:13:20Z");
        assertThat(jobs.getFirst().end()).isEmpty();
        assertThat(Commands.accounted("12|n|CANCELLED by 1000|0:15|2024-01-02T03:04:05|gpu|None"))
                .hasValueSatisfying(job -> {
                    assertThat(job.state()).isEqualTo("CANCELLED");
                    assertThat(job.exitCode()).isEqualTo(15);
                });
        assertThat(Commands.job("Unable to read")).isEmpty();
        assertThat(Commands.job("")).isEmpty();
    }

    @Test
    void readsGpusHoweverTheyAreConfigured() {
        assertThat(Cluster.gpus("gpu:a100:2(S:0-1),gpu:v100:1,craynetwork:4", "gpu:a100:1(IDX:0)"))
                .containsExactly(new Cluster.Gres("a100", 2, 1), new Cluster.Gres("v100", 1, 0));
        assertThat(Cluster.gpus("gpu:4(S:0)", "gpu:3(IDX:0-2)"))
                .containsExactly(new Cluster.Gres("", 4, 3));
        assertThat(Cluster.gpus("gpu:nvidia_a100_80gb_pcie:8", ""))
                .containsExactly(new Cluster.Gres("nvidia_a100_80gb_pcie", 8, 0));
        assertThat(Cluster.gpus("(null)", "")).isEmpty();
    }

    @Test
    void readsSpans() {
        assertThat(Times.span("2-03:04:05")).contains(Duration.parse("P2DT3H4M5S"));
        assertThat(Times.span("1:02:03")).contains(Duration.parse("PT1H2M3S"));
        assertThat(Times.span("59:59")).contains(Duration.parse("PT59M59S"));
        assertThat(Times.span("UNLIMITED")).isEmpty();
        assertThat(Times.minutes("7-00:00:00")).hasValue(7 * 24 * 60);
    }

    @Test
    void tellsFailuresApartBySlurmsWords() {
        record Case(String words, Fault.Kind kind) {}
        for (Case one :
                List.of(
                        new Case(
                                "sbatch: error: Batch job submission failed: Job violates accounting/QOS"
                                        + " policy (job submit limit, user's size and/or time limits)",
                                Fault.Kind.QUOTA),
                        new Case(
                                "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: failed",
                                Fault.Kind.QUOTA),
                        new Case(
                                "slurm_load_jobs error: Unable to contact slurm controller (connect"
                                        + " failure)",
                                Fault.Kind.UNREACHABLE),
                        new Case(
                                "sbatch: error: Batch job submission failed: Invalid account or"
                                        + " account/partition combination specified",
                                Fault.Kind.INVALID),
                        new Case("Invalid partition name specified", Fault.Kind.NOT_FOUND),
                        new Case(
                                "Requested node configuration is not available",
                                Fault.Kind.CAPACITY),
                        new Case("Protocol authentication error", Fault.Kind.AUTHORIZATION),
                        new Case("something new", Fault.Kind.INTERNAL))) {
            assertThat(Faults.of("hpc", "submit a job", one.words()).fault().kind())
                    .as(one.words())
                    .isEqualTo(one.kind());
        }
    }

    @Test
    void tellsPreemptionAndNodeFailureApart() {
        assertThat(Endings.ended(ended("PREEMPTED"), "").message()).contains("preemption");
        assertThat(Endings.ended(ended("NODE_FAIL"), "").message()).contains("its node failed");
        assertThat(Endings.ended(ended("CANCELLED by 0"), "").message()).contains("cancelled");
        assertThat(Endings.ended(ended("OUT_OF_MEMORY"), "").message()).contains("more memory");
        assertThat(Endings.ended(ended("FAILED"), "").message()).contains("exit code 2");
        assertThat(Endings.waiting(waiting("QOSMaxGRESPerUser")))
                .contains("a limit of the account");
        assertThat(Endings.waiting(waiting("Resources"))).contains("nothing that fits is free");
        assertThat(Endings.waiting(waiting("Nodes required for job are DOWN, DRAINED or reserved")))
                .contains("are down or reserved");
        assertThat(Endings.waiting(waiting("ReqNodeNotAvail, UnavailableNodes:gpu[1-2]")))
                .contains("down or reserved");
        assertThat(Set.of("PENDING", "REQUEUE_HOLD"))
                .allSatisfy(state -> assertThat(ended(state).live()).isTrue());
    }

    private static Job ended(String state) {
        return job(state, "None");
    }

    private static Job waiting(String reason) {
        return job("PENDING", reason);
    }

    private static Job job(String state, String reason) {
        return new Job(
                1,
                "n",
                state,
                reason,
                2 << 8,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "gpu",
                "g1");
    }
}
