package floria.site.containers;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.SiteContext;

/** Specs of one installation, with keys that no other test has. */
record Demands(String installation, AtomicInteger count) {

    static final ResourceSpec.Labels LABELS = new ResourceSpec.Labels("default", "demo", "node");

    Demands(String installation) {
        this(installation, new AtomicInteger());
    }

    SiteContext context() {
        return new SiteContext(
                "default",
                installation,
                Clock.systemUTC().instant().plus(Duration.ofMinutes(2)),
                () -> false);
    }

    Key key(Key.Part part) {
        String instance = String.format(Locale.ROOT, "%026d", count.incrementAndGet());
        return new Key(installation, instance, part, 1);
    }

    ResourceSpec.Network network() {
        return new ResourceSpec.Network(key(Key.Part.NETWORK), LABELS, "share");
    }

    ResourceSpec.Volume volume() {
        return new ResourceSpec.Volume(key(Key.Part.VOLUME), LABELS, "share", 1 << 20);
    }

    ResourceSpec.Machine machine(String hostname) {
        return machine(hostname, List.of(), List.of(), List.of());
    }

    ResourceSpec.Machine machine(
            String hostname,
            List<ResourceSpec.Port> ports,
            List<Key> networks,
            List<ResourceSpec.Mount> mounts) {
        return new ResourceSpec.Machine(
                key(Key.Part.MACHINE),
                LABELS,
                "share",
                Hardware.of(0.5, 128 << 20, 0),
                Optional.of("debian:12"),
                hostname,
                ports,
                networks,
                mounts);
    }

    ResourceSpec.Container container(String image, String... command) {
        return new ResourceSpec.Container(
                key(Key.Part.CONTAINER),
                LABELS,
                "share",
                Hardware.of(0, 0, 0),
                image,
                "box",
                List.of(command),
                Map.of("GREETING", "hello"),
                List.of(),
                List.of(),
                List.of());
    }

    static ResourceSpec.Port anyPort(String name, int inside) {
        return new ResourceSpec.Port(name, inside, OptionalInt.empty());
    }

    static ResourceSpec.Port fixedPort(String name, int inside, int published) {
        return new ResourceSpec.Port(name, inside, OptionalInt.of(published));
    }
}
