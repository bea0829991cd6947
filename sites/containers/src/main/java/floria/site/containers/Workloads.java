package floria.site.containers;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;

import floria.site.Allowance;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.SiteException;

/**
 * Brings containers up. The engine's names are the keys, so that the engine itself refuses a second
 * one; whatever point an earlier attempt died at, the next one goes on from there.
 */
final class Workloads {

    private static final int ATTEMPTS = 4;

    private final Engine engine;
    private final ContainerSettings settings;
    private final Requests requests;
    private final Images images;
    private final PortHolder ports;

    /** Held while GPUs are chosen and marked as taken. */
    private final ReentrantLock choosing = new ReentrantLock();

    Workloads(Engine engine, ContainerSettings settings) {
        this.engine = engine;
        this.settings = settings;
        this.requests = new Requests(engine.json(), settings);
        this.images = new Images(engine, settings);
        this.ports = new PortHolder(engine);
    }

    Requests requests() {
        return requests;
    }

    /**
     * @param made is told the key as soon as there is something that did not run before
     */
    void ensure(Limit limit, Workload workload, Consumer<Key> made) {
        checkVolumes(limit, workload);
        for (int attempt = 1; ; attempt++) {
            try {
                if (create(limit, workload)) {
                    made.accept(workload.key());
                    connect(limit, workload);
                    start(limit, workload.key());
                } else {
                    adopt(limit, workload, made);
                }
                return;
            } catch (Refusal e) {
                OptionalInt taken = PortHolder.taken(e);
                if (taken.isEmpty()) {
                    throw failure(workload, e);
                }
                if (isFixed(workload, taken.getAsInt()) || attempt == ATTEMPTS) {
                    throw conflict(limit, workload, taken.getAsInt(), e);
                }
                // Engines choose a free port when the container is made, and bind it later.
                remove(limit, workload.key());
            }
        }
    }

    void remove(Limit limit, Key key) {
        engine.delete(limit, "/containers/" + key + "?force=1&v=1");
    }

    void start(Limit limit, Key key) {
        engine.post(limit, "/containers/" + key + "/start");
    }

    /** Engines make a volume that they do not know, without labels and unasked. */
    private void checkVolumes(Limit limit, Workload workload) {
        for (ResourceSpec.Mount mount : workload.mounts()) {
            try {
                engine.get(limit, "/volumes/" + mount.volume());
            } catch (Refusal e) {
                if (e.status() == 404) {
                    throw new SiteException(
                            Fault.of(
                                    Kind.NOT_FOUND,
                                    Scope.RESOURCE,
                                    "The volume "
                                            + mount.volume()
                                            + " that is to be mounted at "
                                            + mount.path()
                                            + " is not there."),
                            e);
                }
                throw failure(workload, e);
            }
        }
    }

    /** Whether the container was made, and was not there already. */
    private boolean create(Limit limit, Workload workload) {
        int wanted = workload.hardware().gpus();
        if (wanted == 0) {
            return create(limit, workload, List.of());
        }
        choosing.lock();
        try {
            return create(limit, workload, choose(limit, workload, wanted));
        } finally {
            choosing.unlock();
        }
    }

    private boolean create(Limit limit, Workload workload, List<String> gpus) {
        Function<String, Boolean> as =
                image -> {
                    try {
                        engine.post(
                                limit,
                                "/containers/create?name=" + workload.key(),
                                requests.container(workload, image, gpus));
                        return true;
                    } catch (Refusal e) {
                        if (saysNameTaken(e)) {
                            return false;
                        }
                        throw e;
                    }
                };
        for (String image : images.candidates(workload.image())) {
            try {
                return as.apply(image);
            } catch (Refusal e) {
                if (!Images.saysMissing(e)) {
                    throw e;
                }
            }
        }
        if (!images.mayPull()) {
            throw new SiteException(images.missing(workload.image(), Optional.empty()));
        }
        return as.apply(images.pull(limit, workload.image()));
    }

    private static boolean saysNameTaken(Refusal refusal) {
        String words = refusal.words().toLowerCase(Locale.ROOT);
        return words.contains("already in use")
                && (words.contains("container name") || words.contains("name is already in use"));
    }

    /** How many of the GPUs are in use, or kept by what is stopped. */
    Allowance gpus(Limit limit) {
        int used = 0;
        int kept = 0;
        for (JsonNode container :
                engine.get(limit, "/containers/json?all=1&" + engine.byLabel(Tags.GPUS))) {
            int count = container.path("Labels").path(Tags.GPUS).asString("").split(",").length;
            if (container.path("State").asString("").equals("running")) {
                used += count;
            } else {
                kept += count;
            }
        }
        return new Allowance(
                "the engine",
                Optional.empty(),
                Allowance.Resource.GPUS,
                used,
                kept,
                settings.gpus().size());
    }

    /** GPUs that no other container of Floria's on this engine has. */
    private List<String> choose(Limit limit, Workload workload, int wanted) {
        Set<String> taken = new HashSet<>();
        for (JsonNode container :
                engine.get(limit, "/containers/json?all=1&" + engine.byLabel(Tags.GPUS))) {
            boolean own =
                    container
                            .path("Labels")
                            .path(Tags.KEY)
                            .asString("")
                            .equals(workload.key().toString());
            if (!own) {
                taken.addAll(
                        List.of(container.path("Labels").path(Tags.GPUS).asString("").split(",")));
            }
        }
        Optional<String> model =
                workload.hardware().gpuModel().or(() -> Capacity.model(workload.spec().offer()));
        List<String> free =
                settings.gpus().stream()
                        .filter(gpu -> model.isEmpty() || gpu.model().equalsIgnoreCase(model.get()))
                        .map(ContainerSettings.Gpu::device)
                        .filter(device -> !taken.contains(device))
                        .limit(wanted)
                        .toList();
        if (free.size() < wanted) {
            throw new SiteException(
                    Fault.of(
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "Only "
                                    + free.size()
                                    + " of "
                                    + wanted
                                    + " GPUs"
                                    + model.map(name -> " " + name).orElse("")
                                    + " are free on site '"
                                    + settings.name()
                                    + "'."));
        }
        return free;
    }

    private void connect(Limit limit, Workload workload) {
        for (Key network : Requests.further(workload)) {
            try {
                engine.post(limit, "/networks/" + network + "/connect", requests.connect(workload));
            } catch (Refusal e) {
                // An earlier attempt may have done it.
                if (!e.words().contains("already")) {
                    throw e;
                }
            }
        }
    }

    private void adopt(Limit limit, Workload workload, Consumer<Key> made) {
        JsonNode found = engine.get(limit, "/containers/" + workload.key() + "/json");
        if (!Tags.key(found.path("Config").path("Labels")).equals(Optional.of(workload.key()))) {
            throw new SiteException(
                    Fault.of(
                            Kind.CONFLICT,
                            Scope.RESOURCE,
                            "There is a container with the name "
                                    + workload.key()
                                    + " that Floria did not make.",
                            "Remove or rename it."));
        }
        switch (found.path("State").path("Status").asString("")) {
            case "created", "configured", "initialized" -> {
                // Made by an attempt that died before it was started.
                made.accept(workload.key());
                connect(limit, workload);
                start(limit, workload.key());
            }
            case "exited", "stopped", "stopping" -> {
                // A machine's first process does not end by itself: the engine's machine went
                // down, or somebody stopped it. A container has done its work.
                if (workload.spec() instanceof ResourceSpec.Machine) {
                    start(limit, workload.key());
                }
            }
            default -> {}
        }
    }

    private static boolean isFixed(Workload workload, int port) {
        return workload.ports().stream()
                .anyMatch(wanted -> wanted.published().equals(OptionalInt.of(port)));
    }

    private SiteException conflict(Limit limit, Workload workload, int port, Refusal cause) {
        String name =
                workload.ports().stream()
                        .filter(wanted -> wanted.published().equals(OptionalInt.of(port)))
                        .map(wanted -> " for '" + wanted.name() + "'")
                        .findFirst()
                        .orElse("");
        return new SiteException(
                Fault.of(
                        Kind.CONFLICT,
                        Scope.RESOURCE,
                        "Port "
                                + port
                                + " on "
                                + settings.publishOn()
                                + ", wanted"
                                + name
                                + ", is taken by "
                                + ports.name(limit, port)
                                + ".",
                        "Choose another published port, leave it out to get any that is free, or"
                                + " stop what has it."),
                cause);
    }

    private static SiteException failure(Workload workload, Refusal cause) {
        String kind = workload.spec() instanceof ResourceSpec.Machine ? "machine" : "container";
        return new SiteException(
                Faults.of(cause, "Making the " + kind + " '" + workload.hostname() + "'"), cause);
    }
}
