package floria.site.containers;

import java.util.List;
import java.util.SequencedMap;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.site.Key;
import floria.site.ResourceSpec;

/** What is sent to an engine to make a resource. */
final class Requests {

    private final JsonMapper json;
    private final ContainerSettings settings;

    Requests(JsonMapper json, ContainerSettings settings) {
        this.json = json;
        this.settings = settings;
    }

    ObjectNode network(ResourceSpec.Network network) {
        ObjectNode body = json.createObjectNode();
        body.put("Name", network.key().toString()).put("CheckDuplicate", true);
        Tags.write(body.putObject("Labels"), network);
        return body;
    }

    ObjectNode volume(ResourceSpec.Volume volume) {
        ObjectNode body = json.createObjectNode().put("Name", volume.key().toString());
        Tags.write(body.putObject("Labels"), volume);
        return body;
    }

    /** Joins a container that exists already to a further network. */
    ObjectNode connect(Workload workload) {
        ObjectNode body = json.createObjectNode().put("Container", workload.key().toString());
        body.putObject("EndpointConfig").putArray("Aliases").add(workload.hostname());
        return body;
    }

    /**
     * @param image as the engine knows it
     * @param gpus the devices that are handed in
     */
    ObjectNode container(Workload workload, String image, List<String> gpus) {
        ObjectNode body = json.createObjectNode();
        body.put("Image", image).put("Hostname", workload.hostname());
        workload.user().ifPresent(user -> body.put("User", user));
        texts(body, "Entrypoint", workload.entrypoint());
        texts(body, "Cmd", workload.command());
        if (!workload.environment().isEmpty()) {
            ArrayNode environment = body.putArray("Env");
            workload.environment().forEach((name, value) -> environment.add(name + "=" + value));
        }
        ObjectNode host = host(body, workload);
        devices(host, gpus);
        SequencedMap<String, Integer> inside = workload.insidePorts();
        ports(body, host, workload, inside);
        labels(body.putObject("Labels"), workload, inside, gpus);
        if (!workload.networks().isEmpty()) {
            String first = workload.networks().getFirst().toString();
            host.put("NetworkMode", first);
            body.putObject("NetworkingConfig")
                    .putObject("EndpointsConfig")
                    .putObject(first)
                    .putArray("Aliases")
                    .add(workload.hostname());
        }
        return body;
    }

    private ObjectNode host(ObjectNode body, Workload workload) {
        ObjectNode host = body.putObject("HostConfig");
        long nanos = Math.round(workload.hardware().cpus() * 1e9);
        if (nanos > 0) {
            host.put("NanoCpus", nanos);
        }
        long memory = workload.hardware().memory();
        if (memory > 0) {
            // Memory and swap together: what was asked for is all that there is.
            host.put("Memory", memory).put("MemorySwap", memory);
        }
        host.put("PidsLimit", settings.pidsLimit());
        if (!workload.mounts().isEmpty()) {
            ArrayNode mounts = host.putArray("Mounts");
            for (ResourceSpec.Mount mount : workload.mounts()) {
                mounts.addObject()
                        .put("Type", "volume")
                        .put("Source", mount.volume().toString())
                        .put("Target", mount.path());
            }
        }
        return host;
    }

    /** CDI names go to the engine's CDI support, other ids to the vendor's runtime. */
    private static void devices(ObjectNode host, List<String> gpus) {
        if (gpus.isEmpty()) {
            return;
        }
        boolean cdi = gpus.getFirst().contains("=");
        ObjectNode request = host.putArray("DeviceRequests").addObject();
        request.put("Driver", cdi ? "cdi" : "");
        texts(request, "DeviceIDs", gpus);
        if (!cdi) {
            request.putArray("Capabilities").addArray().add("gpu");
        }
    }

    private void ports(
            ObjectNode body,
            ObjectNode host,
            Workload workload,
            SequencedMap<String, Integer> inside) {
        if (workload.ports().isEmpty()) {
            return;
        }
        ObjectNode exposed = body.putObject("ExposedPorts");
        ObjectNode bindings = host.putObject("PortBindings");
        for (ResourceSpec.Port port : workload.ports()) {
            String name = inside.get(port.name()) + "/tcp";
            String published =
                    port.published().isPresent()
                            ? Integer.toString(port.published().getAsInt())
                            : "";
            exposed.putObject(name);
            bindings.putArray(name)
                    .addObject()
                    .put("HostIp", settings.publishOn())
                    .put("HostPort", published);
        }
    }

    private void labels(
            ObjectNode labels,
            Workload workload,
            SequencedMap<String, Integer> inside,
            List<String> gpus) {
        Tags.write(labels, workload.spec()).put(Tags.HOSTNAME, workload.hostname());
        if (!inside.isEmpty()) {
            ObjectNode names = json.createObjectNode();
            inside.forEach(names::put);
            labels.put(Tags.PORTS, names.toString());
        }
        if (!gpus.isEmpty()) {
            labels.put(Tags.GPUS, String.join(",", gpus));
        }
    }

    private static void texts(ObjectNode body, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = body.putArray(field);
            texts.forEach(array::add);
        }
    }

    /** The networks that a container joins after it was made. */
    static List<Key> further(Workload workload) {
        return workload.networks().stream().skip(1).toList();
    }
}
