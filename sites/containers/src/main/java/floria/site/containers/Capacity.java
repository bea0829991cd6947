package floria.site.containers;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import tools.jackson.databind.JsonNode;

import floria.site.Hardware;
import floria.site.Offer;
import floria.site.SiteDescription;
import floria.site.SiteException;

/** What an engine is, and what it has to give. */
final class Capacity {

    private static final String SHARE = "share";
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** What anybody can fetch who may fetch at all. */
    private static final Set<String> PUBLIC =
            Set.of("debian:12", "debian:13", "ubuntu:22.04", "ubuntu:24.04");

    private final Engine engine;
    private final ContainerSettings settings;
    private final InstantSource clock;
    private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());

    /** What an engine said of itself, and until when that is taken for true. */
    private record Known(String version, int cpus, long memory, String folder, Instant until) {}

    Capacity(Engine engine, ContainerSettings settings, InstantSource clock) {
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
    }

    SiteDescription describe() {
        Set<String> images = new HashSet<>(settings.images().keySet());
        images.add(settings.defaultImage());
        if (settings.pull() == ContainerSettings.Pull.MISSING) {
            images.addAll(PUBLIC);
            images.add(SiteDescription.REGISTRIES);
        }
        return new SiteDescription(
                settings.name(), "containers", title(), true, settings.country(), images);
    }

    private String title() {
        String place =
                switch (engine.address()) {
                    case EngineAddress.Unix _ -> "on this machine";
                    case EngineAddress.Tcp tcp -> "on " + tcp.host();
                };
        try {
            return known(Limit.within(SHORT, clock)).version() + " " + place;
        } catch (SiteException | Refusal _) {
            return "Container engine at " + engine.address() + " (does not answer)";
        }
    }

    /** Such as {@code Podman 4.3.1}. */
    static String version(Engine engine, Limit limit) {
        JsonNode version = engine.get(limit, "/version");
        boolean podman =
                version.path("Components").path(0).path("Name").asString("").contains("Podman");
        return (podman ? "Podman " : "Docker ") + version.path("Version").asString("?");
    }

    /** The model of GPU that an offer is of. */
    static Optional<String> model(String offer) {
        return Optional.of(offer)
                .filter(id -> id.startsWith(SHARE + "-"))
                .map(id -> id.substring(SHARE.length() + 1));
    }

    /** One elastic offer for the whole engine, and one for each model of GPU. */
    List<Offer> offers(Limit limit) {
        Known known = known(limit);
        int cpus = known.cpus();
        long memory = known.memory();
        long disk = disk(known.folder());
        BigDecimal price = settings.pricePerCpuHour().multiply(BigDecimal.valueOf(cpus));
        List<Offer> offers = new ArrayList<>();
        offers.add(
                offer(
                        SHARE,
                        EnumSet.complementOf(EnumSet.of(Offer.Kind.ALLOCATION)),
                        Hardware.of(cpus, memory, disk),
                        price));
        Map<String, Integer> models = new TreeMap<>();
        settings.gpus().forEach(gpu -> models.merge(gpu.model(), 1, Integer::sum));
        models.forEach((model, count) ->
                offers.add(
                        offer(
                                SHARE + "-" + model,
                                Set.of(Offer.Kind.MACHINE, Offer.Kind.CONTAINER),
                                new Hardware(cpus, memory, disk, count, Optional.of(model)),
                                price)));
        return offers;
    }

    /**
     * Asked once a minute, since it changes with the engine's machine only and Podman takes near a
     * second to say it; in between the engine only has to answer at all.
     */
    private Known known(Limit limit) {
        Optional<Known> last = known.get().filter(it -> clock.instant().isBefore(it.until()));
        if (last.isPresent()) {
            engine.ping(limit);
            return last.get();
        }
        JsonNode info = engine.get(limit, "/info");
        Known now =
                new Known(
                        version(engine, limit),
                        info.path("NCPU").asInt(),
                        info.path("MemTotal").asLong(),
                        info.path("DockerRootDir").asString(""),
                        clock.instant().plus(REMEMBERED));
        known.set(Optional.of(now));
        return now;
    }

    /** Whether {@link #offers} can hold an offer of this name; the engine is not asked. */
    boolean knows(String offer) {
        return offer.equals(SHARE)
                || settings.gpus().stream()
                        .anyMatch(gpu -> offer.equals(SHARE + "-" + gpu.model()));
    }

    private Offer offer(String id, Set<Offer.Kind> realises, Hardware capacity, BigDecimal price) {
        return new Offer(
                id,
                realises,
                capacity,
                true,
                price,
                settings.currency(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** Seen only where the engine's folder is; elsewhere nothing is held back. */
    private long disk(String folder) {
        if (engine.address() instanceof EngineAddress.Unix && !folder.isEmpty()) {
            try {
                return Files.getFileStore(Path.of(folder)).getUsableSpace();
            } catch (IOException _) {
                // The folder belongs to another user, or to another machine.
            }
        }
        return Long.MAX_VALUE;
    }
}
