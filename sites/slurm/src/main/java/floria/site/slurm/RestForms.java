package floria.site.slurm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import floria.site.ResourceSpec.Allocation;

/**
 * The shapes of the REST interface's JSON. Up to v0.0.38 numbers and states are bare; later ones
 * wrap numbers ({@code {"set": true, "number": 5}}), list states, and want the environment as a
 * list.
 */
record RestForms(String version) {
    private boolean wrapped() {
        return Integer.parseInt(version.substring(version.lastIndexOf('.') + 1)) > 38;
    }

    Map<String, Object> submission(Submission job) {
        Allocation asked = job.allocation();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", job.name());
        form.put("comment", "floria");
        form.put("partition", job.partition());
        form.put("tasks_per_node", asked.tasksPerNode());
        form.put("tasks", asked.nodes() * asked.tasksPerNode());
        form.put("cpus_per_task", job.cpusPerTask());
        job.megabytes().ifPresent(mb -> form.put("memory_per_node", number(mb)));
        asked.constraint().ifPresent(text -> form.put("constraints", text));
        job.minutes().ifPresent(minutes -> form.put("time_limit", number(minutes)));
        job.account().ifPresent(text -> form.put("account", text));
        asked.qos().ifPresent(text -> form.put("qos", text));
        asked.reservation().ifPresent(text -> form.put("reservation", text));
        form.put("requeue", asked.requeue());
        form.put("standard_output", job.log().replace("%", "%%"));
        form.put("current_working_directory", job.folder());
        if (wrapped()) {
            form.put("nodes", Integer.toString(asked.nodes()));
            form.put("environment", List.of("PATH=" + PATH));
            form.put("open_mode", List.of("APPEND"));
            job.gres().ifPresent(gres -> form.put("tres_per_node", "gres/" + gres));
            form.put("script", job.script());
            return Map.of("job", form);
        }
        form.put("nodes", List.of(asked.nodes(), asked.nodes()));
        form.put("environment", Map.of("PATH", PATH));
        form.put("open_mode", "append");
        job.gres().ifPresent(gres -> form.put("gres", gres));
        return Map.of("script", job.script(), "job", form);
    }

    private static final String PATH =
            "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    private Object number(long value) {
        return wrapped() ? Map.of("set", true, "infinite", false, "number", value) : value;
    }

    /** Those of one user. */
    static List<Job> jobs(JsonNode answer, String user) {
        return answer.path("jobs")
                .valueStream()
                .filter(job -> job.path("user_name").asString("").equals(user))
                .map(RestForms::job)
                .toList();
    }

    private static Job job(JsonNode job) {
        Optional<Instant> end = time(job.path("end_time"));
        return new Job(
                job.path("job_id").asLong(0),
                job.path("name").asString(""),
                word(job.path("job_state")),
                job.path("state_reason").asString(""),
                exitCode(job.path("exit_code")),
                (int) number(job.path("restart_cnt")).orElse(0),
                time(job.path("start_time")).map(Instant::toString),
                end.map(Instant::toString),
                Optional.empty(),
                job.path("partition").asString(""),
                job.path("nodes").asString(""));
    }

    private static int exitCode(JsonNode code) {
        return code.isObject()
                ? (int) number(code.path("return_code")).orElse(0) * 256
                        + (int) number(code.path("signal").path("id")).orElse(0)
                : code.asInt(0);
    }

    private static Optional<Instant> time(JsonNode time) {
        OptionalLong seconds = number(time);
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
                : Optional.empty();
    }

    /** Bare or wrapped; empty when it is infinite, not set or below nought. */
    private static OptionalLong number(JsonNode node) {
        JsonNode value = node;
        if (node.isObject()) {
            if (node.path("infinite").asBoolean(false) || !node.path("set").asBoolean(true)) {
                return OptionalLong.empty();
            }
            value = node.path("number");
        }
        return value.isNumber() && value.asLong(0) >= 0
                ? OptionalLong.of(value.asLong(0))
                : OptionalLong.empty();
    }

    /** A word, or the first of several. */
    private static String word(JsonNode node) {
        return node.isArray() ? node.path(0).asString("") : node.asString("");
    }

    /** A list, or words with commas. */
    private static Set<String> words(JsonNode node) {
        List<String> words = new ArrayList<>();
        if (node.isArray()) {
            node.valueStream().forEach(one -> words.add(one.asString("")));
        } else {
            words.addAll(List.of(node.asString("").split(",")));
        }
        return words.stream()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Cluster cluster(JsonNode partitions, JsonNode nodes, JsonNode reservations) {
        List<Cluster.Node> all = nodes.path("nodes").valueStream().map(RestForms::node).toList();
        return new Cluster(
                partitions.path("partitions").valueStream().map(RestForms::partition).toList(),
                all,
                reservations
                        .path("reservations")
                        .valueStream()
                        .map(one -> one.path("name").asString(""))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()),
                Set.of(),
                Set.of());
    }

    private static Cluster.Partition partition(JsonNode one) {
        JsonNode state = one.has("state") ? one.path("state") : one.path("partition").path("state");
        OptionalLong minutes =
                one.has("max_time_limit")
                        ? number(one.path("max_time_limit"))
                        : number(one.path("maximums").path("time"));
        OptionalLong most =
                one.has("maximum_nodes_per_job")
                        ? number(one.path("maximum_nodes_per_job"))
                        : number(one.path("maximums").path("nodes"));
        OptionalLong tier =
                one.has("priority_tier")
                        ? number(one.path("priority_tier"))
                        : number(one.path("priority").path("tier"));
        String preemption = word(one.path("preemption_mode"));
        return new Cluster.Partition(
                one.path("name").asString(""),
                words(one.path("flags")).contains("default"),
                word(state).equals("UP"),
                minutes,
                most,
                (int) tier.orElse(0),
                preemption.isEmpty() || preemption.equals("disabled") ? "OFF" : preemption);
    }

    private static Cluster.Node node(JsonNode node) {
        String state =
                String.join("+", words(node.path("state")))
                        + "+"
                        + String.join("+", words(node.path("state_flags")));
        return new Cluster.Node(
                node.path("name").asString(""),
                state,
                node.path("cpus").asInt(0),
                (int) number(node.path("alloc_cpus")).orElse(0),
                number(node.path("real_memory")).orElse(0),
                number(node.path("alloc_memory")).orElse(0),
                words(
                        node.path("active_features").isMissingNode()
                                ? node.path("features")
                                : node.path("active_features")),
                words(node.path("partitions")),
                Cluster.gpus(node.path("gres").asString(""), node.path("gres_used").asString("")),
                node.path("architecture").asString(""));
    }
}
