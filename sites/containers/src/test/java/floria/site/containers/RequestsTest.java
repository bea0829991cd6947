package floria.site.containers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.site.Key;
import floria.site.ResourceSpec;

import static org.assertj.core.api.Assertions.assertThat;

class RequestsTest {

    private final ContainerSettings settings =
            ContainerSettings.of("c", new EngineAddress.Unix(Path.of("/none")));
    private final Requests requests = new Requests(JsonMapper.builder().build(), settings);
    private final Demands demands = new Demands("requests");

    @Test
    void handsGpusInByTheirCdiNames() {
        JsonNode request = devices("nvidia.com/gpu=0", "nvidia.com/gpu=2");

        assertThat(request.toString())
                .isEqualTo(
                        """
                        {"Driver":"cdi","DeviceIDs":["nvidia.com/gpu=0","nvidia.com/gpu=2"]}\
                        """);
    }

    @Test
    void handsGpusInByTheVendorsIds() {
        assertThat(devices("GPU-1a2b").toString())
                .isEqualTo(
                        """
                        {"Driver":"","DeviceIDs":["GPU-1a2b"],"Capabilities":[["gpu"]]}\
                        """);
    }

    @Test
    void asksForLimitsPortsMountsAndNames() {
        Key network = demands.key(Key.Part.NETWORK);
        Key volume = demands.key(Key.Part.VOLUME);
        ResourceSpec.Machine machine =
                demands.machine(
                        "db",
                        List.of(
                                Demands.anyPort("sql", 5432),
                                Demands.fixedPort("admin", 5432, 9000)),
                        List.of(network),
                        List.of(new ResourceSpec.Mount(volume, "/data")));

        JsonNode body =
                requests.container(Workload.of(machine, "debian:12"), "debian:12", List.of());

        JsonNode host = body.path("HostConfig");
        assertThat(host.path("NanoCpus").asLong()).isEqualTo(500_000_000);
        assertThat(host.path("Memory").asLong()).isEqualTo(128 << 20);
        assertThat(host.path("NetworkMode").asString()).isEqualTo(network.toString());
        assertThat(host.path("Mounts").path(0).path("Source").asString())
                .isEqualTo(volume.toString());
        assertThat(host.path("PortBindings").path("5432/tcp").path(0).path("HostPort").asString())
                .isEmpty();
        assertThat(host.path("PortBindings").path("5433/tcp").path(0).path("HostPort").asString())
                .isEqualTo("9000");
        assertThat(host.findValuesAsString("HostIp")).containsOnly("127.0.0.1");
        assertThat(body.path("NetworkingConfig").findValue("Aliases").path(0).asString())
                .isEqualTo("db");
    }

    @Test
    void equalDemandsHaveEqualDigestsWhateverTheyAreCalled() {
        ResourceSpec.Container one = demands.container("busybox", "true");
        ResourceSpec.Container same =
                new ResourceSpec.Container(
                        demands.key(Key.Part.CONTAINER),
                        new ResourceSpec.Labels("p", "other", "name"),
                        one.offer(),
                        one.hardware(),
                        one.image(),
                        one.hostname(),
                        one.command(),
                        Map.of("GREETING", "hello"),
                        one.ports(),
                        one.networks(),
                        one.mounts());

        assertThat(Tags.digest(same)).isEqualTo(Tags.digest(one));
        assertThat(Tags.digest(demands.container("busybox", "false")))
                .isNotEqualTo(Tags.digest(one));
    }

    private JsonNode devices(String... gpus) {
        return requests.container(
                        Workload.of(demands.machine("gpu"), "debian:12"),
                        "debian:12",
                        List.of(gpus))
                .path("HostConfig")
                .path("DeviceRequests")
                .path(0);
    }
}
