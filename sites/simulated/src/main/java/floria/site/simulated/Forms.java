package floria.site.simulated;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Container;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Network;
import floria.site.ResourceSpec.Port;
import floria.site.ResourceSpec.Volume;

/** What the kinds of resources have in common. */
final class Forms {
    private Forms() {}

    static Optional<Hardware> hardware(ResourceSpec spec) {
        return switch (spec) {
            case Machine machine -> Optional.of(machine.hardware());
            case Container container -> Optional.of(container.hardware());
            case Volume _, Network _ -> Optional.empty();
        };
    }

    static List<Port> ports(ResourceSpec spec) {
        return switch (spec) {
            case Machine machine -> machine.ports();
            case Container container -> container.ports();
            case Volume _, Network _ -> List.of();
        };
    }

    /** Differs when a change is needed; holds no secrets. */
    static String form(ResourceSpec spec) {
        return switch (spec) {
            case Machine m ->
                    List.of(
                                    m.hardware(),
                                    m.image(),
                                    m.hostname(),
                                    m.ports(),
                                    m.networks(),
                                    m.mounts())
                            .toString();
            case Container c ->
                    List.of(
                                    c.hardware(),
                                    c.image(),
                                    c.hostname(),
                                    c.command(),
                                    Integer.toHexString(c.environment().hashCode()),
                                    c.ports(),
                                    c.networks(),
                                    c.mounts())
                            .toString();
            case Volume v -> Long.toString(v.bytes());
            case Network _ -> "";
        };
    }

    static Predicate<Key> ownedBy(String installation) {
        return key -> key.installation().equals(installation);
    }
}
