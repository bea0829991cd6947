package floria.site.containers;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.site.Cargo;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.archive.CheckedArchive;

/**
 * What is on an engine's volumes. A container is made for that from the site's usual image, which
 * has the volume and no network: tar in it reads, the engine itself unpacks into it. Its name
 * follows from the volume's, so that one which an attempt has left is found and removed by the
 * next, or with the volume.
 */
final class ContainerCargo implements Cargo {
    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final String AT = "/floria-volume";

    private static final List<String> STANDING = List.of("sleep", "2147483647");

    /** Removes everything below the folder that is the first argument. */
    private static final String EMPTY =
            "cd \"$1\" && find . -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +";

    private final Engine engine;
    private final Images images;
    private final String image;
    private final InstantSource clock;

    ContainerCargo(Engine engine, ContainerSettings settings, InstantSource clock) {
        this.engine = engine;
        this.images = new Images(engine, settings);
        this.image = settings.defaultImage();
        this.clock = clock;
    }

    /** The container that carries for a volume. */
    private static String carrier(Key volume) {
        return volume + "-cargo";
    }

    /** Removes what an attempt may have left; a volume that is in use cannot be removed. */
    static void clear(Engine engine, Limit limit, Key volume) {
        engine.delete(limit, "/containers/" + carrier(volume) + "?force=1&v=1");
    }

    @Override
    public void read(SiteContext context, Key volume, OutputStream to) {
        with(
                context,
                volume,
                "Reading what is on " + volume,
                limit -> {
                    make(limit, volume, true, STANDING);
                    engine.post(limit, "/containers/" + carrier(volume) + "/start");
                    pack(limit, volume, to);
                    return volume;
                });
    }

    /** Not every engine's own archives tell whose files are. */
    private void pack(Limit limit, Key volume, OutputStream to) {
        Beginning complaints = new Beginning();
        OptionalInt code;
        try {
            code =
                    new ExecShell(engine, carrier(volume), clock)
                            .run(
                                    List.of("tar", "-c", "-f", "-", "-C", "/", AT.substring(1)),
                                    InputStream.nullInputStream(),
                                    to,
                                    complaints,
                                    limit.left());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException(
                    Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was interrupted."), e);
        }
        if (!code.equals(OptionalInt.of(0))) {
            String words = complaints.text();
            throw new SiteException(
                    Fault.of(
                            Kind.INTERNAL,
                            Scope.RESOURCE,
                            "The volume "
                                    + volume
                                    + " could not be read to its end: tar "
                                    + (code.isEmpty()
                                            ? "took too long"
                                            : "ended with " + code.getAsInt())
                                    + (words.isEmpty() ? "." : ": " + words),
                            "Look whether the image '" + image + "' has tar."));
        }
    }

    @Override
    public void write(SiteContext context, Key volume, CheckedArchive from) {
        with(
                context,
                volume,
                "Writing what is to be on " + volume,
                limit -> {
                    run(limit, volume, List.of("sh", "-c", EMPTY, "floria", AT));
                    engine.upload(limit, archive(volume), from);
                    // Not every engine takes this from an archive for a folder that is there.
                    CheckedArchive.Owner owner = from.owner();
                    run(limit, volume, List.of("chown", owner.user() + ":" + owner.group(), AT));
                    run(limit, volume, List.of("chmod", String.format("%04o", owner.mode()), AT));
                    return volume;
                });
    }

    private static String archive(Key volume) {
        return "/containers/" + carrier(volume) + "/archive?path=" + Engine.encoded(AT);
    }

    /** What comes first of what a program says. */
    private static final class Beginning extends OutputStream {
        private static final int MOST = 300;

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            if (kept.size() < MOST) {
                kept.write(one);
            }
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8).strip();
        }
    }

    private interface Work {
        Object of(Limit limit);
    }

    private void with(SiteContext context, Key volume, String what, Work work) {
        Limit limit = Limit.of(context, clock);
        try {
            // Engines make a volume that they do not know.
            engine.get(limit, "/volumes/" + volume);
            try {
                work.of(limit);
            } finally {
                clear(engine, Limit.within(CLEANING, clock), volume);
            }
        } catch (Refusal e) {
            throw new SiteException(Faults.of(e, what), e);
        }
    }

    /** Runs a program in a container that has the volume, to its end. */
    private void run(Limit limit, Key volume, List<String> program) {
        make(limit, volume, false, program);
        engine.post(limit, "/containers/" + carrier(volume) + "/start");
        int code =
                engine.post(limit, "/containers/" + carrier(volume) + "/wait")
                        .path("StatusCode")
                        .asInt(-1);
        if (code != 0) {
            throw new SiteException(
                    Fault.of(
                            Kind.INTERNAL,
                            Scope.RESOURCE,
                            "Nothing could be written to the volume "
                                    + volume
                                    + ": "
                                    + program.getFirst()
                                    + " ended with "
                                    + code
                                    + ".",
                            "Look whether the image '"
                                    + image
                                    + "' has sh, find, rm, chown and chmod."));
        }
    }

    private void make(Limit limit, Key volume, boolean readOnly, List<String> program) {
        clear(engine, limit, volume);
        for (String name : images.candidates(image)) {
            try {
                make(limit, volume, readOnly, program, name);
                return;
            } catch (Refusal e) {
                if (!Images.saysMissing(e)) {
                    throw e;
                }
            }
        }
        if (!images.mayPull()) {
            throw new SiteException(images.missing(image, Optional.empty()));
        }
        make(limit, volume, readOnly, program, images.pull(limit, image));
    }

    private void make(
            Limit limit, Key volume, boolean readOnly, List<String> program, String name) {
        ObjectNode body = engine.json().createObjectNode();
        body.put("Image", name).put("User", "0:0").put("NetworkDisabled", true);
        ArrayNode arguments = body.putArray("Entrypoint");
        program.forEach(arguments::add);
        body.putArray("Cmd");
        ObjectNode host = body.putObject("HostConfig");
        host.put("NetworkMode", "none");
        host.putArray("Mounts")
                .addObject()
                .put("Type", "volume")
                .put("Source", volume.toString())
                .put("Target", AT)
                .put("ReadOnly", readOnly);
        engine.post(limit, "/containers/create?name=" + carrier(volume), body);
    }
}
