package floria.site.slurm;

import java.util.Map;
import java.util.Optional;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;

/** Says in plain words why a job waits, and why it has ended. */
final class Endings {
    private Endings() {}

    private static final Map<String, String> WAITS =
            Map.ofEntries(
                    Map.entry("Resources", "nothing that fits is free; it is next in the queue"),
                    Map.entry("Priority", "jobs of higher priority are before it"),
                    Map.entry("None", "it was handed in a moment ago"),
                    Map.entry("BeginTime", "its time to begin has not come"),
                    Map.entry("Dependency", "it waits for another job"),
                    Map.entry("JobHeldUser", "it is held back by its user"),
                    Map.entry("JobHeldAdmin", "it is held back by the site's administrator"),
                    Map.entry("Reservation", "its reservation has not begun"),
                    Map.entry("ReqNodeNotAvail", "nodes that it needs are down or reserved"),
                    Map.entry("PartitionDown", "its partition is down"),
                    Map.entry("PartitionInactive", "its partition takes no jobs now"),
                    Map.entry(
                            "PartitionTimeLimit", "it asks for more time than its partition gives"),
                    Map.entry(
                            "PartitionNodeLimit",
                            "it asks for more nodes than its partition gives"),
                    Map.entry(
                            "PartitionConfig",
                            "its partition's limits do not allow what it asks for"),
                    Map.entry("BadConstraints", "no node can ever have what it asks for"),
                    Map.entry("Licenses", "a licence that it needs is in use"),
                    Map.entry("NodeDown", "a node that it needs is down"));

    /** Why it does not run yet. */
    static String waiting(Job job) {
        // This one is a sentence: Nodes required for job are DOWN, DRAINED or reserved …
        String word =
                job.reason().startsWith("Nodes")
                        ? "ReqNodeNotAvail"
                        : job.reason().split("[, (]")[0];
        if (word.startsWith("QOS") || word.startsWith("Assoc")) {
            return "a limit of the account or QOS is reached (" + word + ")";
        }
        return Optional.ofNullable(WAITS.get(word))
                .map(text -> text + " (" + word + ")")
                .orElse(word.isEmpty() ? "it waits" : word);
    }

    /**
     * Why it will not run again.
     *
     * @param log the last that Slurm wrote about it
     */
    static Fault ended(Job job, String log) {
        String it = "Job " + job.id() + " on " + job.partition() + " ";
        int code = job.exitCode() >> 8;
        int signal = job.exitCode() & 0x7f;
        if (log.contains("exceeded memory limit")
                || log.contains("oom-kill")
                || log.contains("oom_kill")
                || job.state().equals("OUT_OF_MEMORY")) {
            return invalid(
                    it + "was killed: it used more memory than it had asked for.",
                    "Ask for more: host.mem_size.");
        }
        return switch (job.state()) {
            case "TIMEOUT", "DEADLINE" ->
                    invalid(
                            it + "was ended: its wall time was over.",
                            "Ask for more (host.wall_time), or let the program save its state and"
                                    + " continue.");
            case "NODE_FAIL", "BOOT_FAIL" ->
                    lost(it + "was lost: its node failed (" + job.nodes() + ").");
            case "PREEMPTED" ->
                    lost(it + "was ended: a job of higher priority took its nodes (preemption).");
            case "CANCELLED" ->
                    job.reason().equals("BadConstraints")
                            ? invalid(
                                    it + "could never run.", "Ask for what the site's nodes have.")
                            : lost(it + "was cancelled, by its user or an administrator.");
            case "COMPLETED" -> lost(it + "has ended.");
            default ->
                    lost(
                            it
                                    + "ended as "
                                    + job.state()
                                    + (signal > 0 ? " by signal " + signal : "")
                                    + (code > 0 ? " with exit code " + code : "")
                                    + (job.reason().isEmpty() || job.reason().equals("None")
                                            ? ""
                                            : " (" + job.reason() + ")")
                                    + ".");
        };
    }

    /** Of a job that nobody remembers. */
    static Fault forgotten(String life) {
        return lost(
                "Job "
                        + life.split("\\.")[0]
                        + " has ended, and the cluster no longer knows how: it has no accounting.");
    }

    private static Fault invalid(String message, String hint) {
        return Fault.of(Kind.INVALID, Scope.RESOURCE, message, hint);
    }

    private static Fault lost(String message) {
        return Fault.of(Kind.TRANSIENT, Scope.RESOURCE, message);
    }
}
