package floria.site.slurm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Port;

/**
 * What the site's folder keeps of a resource, as one line of JSON.
 *
 * @param spec everything that would make another resource of it, to compare
 * @param ports the names of its ports
 */
record JobRecord(Labels labels, String offer, String spec, List<String> ports, boolean requeue) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static JobRecord of(ResourceSpec spec) {
        return switch (spec) {
            case Machine machine ->
                    new JobRecord(
                            machine.labels(),
                            machine.offer(),
                            compared(machine),
                            machine.ports().stream().map(Port::name).toList(),
                            machine.allocation().map(a -> a.requeue()).orElse(false));
            case ResourceSpec.Volume _, ResourceSpec.Network _, ResourceSpec.Container _ ->
                    // A folder has no size, and a network nothing to it.
                    new JobRecord(spec.labels(), spec.offer(), "", List.of(), false);
        };
    }

    private static String compared(Machine machine) {
        return String.join(
                " ",
                machine.offer(),
                machine.hardware().toString(),
                machine.image().toString(),
                machine.hostname(),
                machine.ports().toString(),
                machine.mounts().toString(),
                machine.allocation().toString());
    }

    String text() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("project", labels.project());
        json.put("deployment", labels.deployment());
        json.put("node", labels.node());
        json.put("offer", offer);
        json.put("spec", spec);
        json.put("ports", ports);
        json.put("requeue", requeue);
        return JSON.writeValueAsString(json);
    }

    static Optional<JobRecord> parse(String text) {
        try {
            var json = JSON.readTree(text);
            return Optional.of(
                    new JobRecord(
                            new Labels(
                                    json.path("project").asString(""),
                                    json.path("deployment").asString(""),
                                    json.path("node").asString("")),
                            json.path("offer").asString(""),
                            json.path("spec").asString(""),
                            json.path("ports")
                                    .valueStream()
                                    .map(port -> port.asString(""))
                                    .toList(),
                            json.path("requeue").asBoolean(false)));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
