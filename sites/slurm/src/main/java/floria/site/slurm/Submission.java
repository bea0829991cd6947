package floria.site.slurm;

import java.util.Optional;
import java.util.OptionalLong;

import tools.jackson.databind.json.JsonMapper;

import floria.site.ResourceSpec.Allocation;

/**
 * What is asked of the controller.
 *
 * @param name of the job
 * @param cpusPerTask of each task on each node
 * @param megabytes of memory on each node
 * @param gres such as {@code gpu:a100:2} on each node
 * @param script that the job runs
 * @param folder absolute, in which it begins; holds its log
 * @param minutes the most that it may take
 */
record Submission(
        String name,
        String partition,
        Allocation allocation,
        int cpusPerTask,
        OptionalLong megabytes,
        Optional<String> gres,
        Optional<String> account,
        OptionalLong minutes,
        String script,
        String folder) {

    String text() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    static Submission parse(String text) {
        return JsonMapper.shared().readValue(text, Submission.class);
    }

    String log() {
        return folder + "/slurm.log";
    }
}
