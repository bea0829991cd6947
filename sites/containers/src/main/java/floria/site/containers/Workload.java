package floria.site.containers;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;

/**
 * What machines and containers have in common: each is one container of the engine.
 *
 * @param entrypoint empty for the image's own
 * @param user empty for the image's own
 */
record Workload(
        ResourceSpec spec,
        Hardware hardware,
        String image,
        String hostname,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Optional<String> user,
        List<ResourceSpec.Port> ports,
        List<Key> networks,
        List<ResourceSpec.Mount> mounts) {

    /** The folder of a machine that operations work in. */
    static final String WORKSPACE = "/var/lib/floria";

    /**
     * Process 1 of a machine: waits for ever, and by waiting takes up every process that lost its
     * parent. When it is to end, it asks everything else to end first and gives it eight seconds.
     */
    private static final String KEPT_UP =
            """
            mkdir -p "$1"
            end() {
              trap '' TERM INT
              kill -TERM -1 2>/dev/null
              left=80
              while [ $left -gt 0 ]; do
                set -- /proc/[0-9]*
                [ $# -le 1 ] && break
                sleep 0.1
                left=$((left - 1))
              done
              exit 0
            }
            trap end TERM INT
            while :; do
              sleep 86400 &
              wait $!
            done
            """;

    static Workload of(ResourceSpec.Machine machine, String defaultImage) {
        return new Workload(
                machine,
                machine.hardware(),
                machine.image().orElse(defaultImage),
                machine.hostname(),
                List.of("/bin/sh", "-c", KEPT_UP, "floria-machine", WORKSPACE),
                List.of(),
                Map.of(),
                Optional.of("0:0"),
                machine.ports(),
                machine.networks(),
                machine.mounts());
    }

    static Workload of(ResourceSpec.Container container) {
        return new Workload(
                container,
                container.hardware(),
                container.image(),
                container.hostname(),
                List.of(),
                container.command(),
                container.environment(),
                Optional.empty(),
                container.ports(),
                container.networks(),
                container.mounts());
    }

    Key key() {
        return spec.key();
    }

    /**
     * The port inside that each endpoint gets: the one it would like, or the next one up when
     * another endpoint of the same container has that.
     */
    SequencedMap<String, Integer> insidePorts() {
        SequencedMap<String, Integer> inside = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        ports.forEach(port -> taken.add(port.inside()));
        Set<Integer> given = new HashSet<>();
        for (ResourceSpec.Port port : ports) {
            int number = port.inside();
            if (!given.add(number)) {
                while (taken.contains(number)) {
                    number = number >= 65535 ? 1024 : number + 1;
                }
                taken.add(number);
                given.add(number);
            }
            inside.put(port.name(), number);
        }
        return inside;
    }
}
