package floria.site.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.ResourceSpec.Network;
import floria.site.ResourceSpec.Port;
import floria.site.ResourceSpec.Volume;

/** Writes what is known of a resource to a file, whole or not at all, and reads it back. */
final class ResourceFile {
    private static final String VERSION = "1";

    private ResourceFile() {}

    static void write(Path file, LocalResource resource) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        StringWriter text = new StringWriter();
        properties(resource).store(text, null);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @throws IOException also for a file that makes no sense
     */
    static LocalResource read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            Fields fields = new Fields(properties);
            if (!fields.text("version").equals(VERSION)) {
                throw new IOException("written by a newer Floria: " + file);
            }
            return resource(fields);
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged: " + file, e);
        }
    }

    private static Properties properties(LocalResource resource) {
        Properties to = new Properties();
        ResourceSpec spec = resource.spec();
        to.setProperty("version", VERSION);
        to.setProperty("key", spec.key().toString());
        to.setProperty("project", spec.labels().project());
        to.setProperty("deployment", spec.labels().deployment());
        to.setProperty("node", spec.labels().node());
        to.setProperty("offer", spec.offer());
        to.setProperty("stopped", Boolean.toString(resource.stopped()));
        switch (spec) {
            case Volume volume -> to.setProperty("bytes", Long.toString(volume.bytes()));
            case Network _ -> {}
            case ResourceSpec.Container container ->
                    throw new IllegalArgumentException("not realised here: " + container);
            case Machine machine -> {
                Hardware hardware = machine.hardware();
                to.setProperty("cpus", Double.toString(hardware.cpus()));
                to.setProperty("memory", Long.toString(hardware.memory()));
                to.setProperty("disk", Long.toString(hardware.disk()));
                to.setProperty("gpus", Integer.toString(hardware.gpus()));
                hardware.gpuModel().ifPresent(model -> to.setProperty("gpuModel", model));
                machine.image().ifPresent(image -> to.setProperty("image", image));
                to.setProperty("hostname", machine.hostname());
                for (int i = 0; i < machine.ports().size(); i++) {
                    Port port = machine.ports().get(i);
                    to.setProperty("port." + i + ".name", port.name());
                    to.setProperty("port." + i + ".inside", Integer.toString(port.inside()));
                    if (port.published().isPresent()) {
                        String fixed = Integer.toString(port.published().getAsInt());
                        to.setProperty("port." + i + ".published", fixed);
                    }
                    to.setProperty("port." + i + ".given", resource.ports().get(i).toString());
                }
                for (int i = 0; i < machine.networks().size(); i++) {
                    to.setProperty("network." + i, machine.networks().get(i).toString());
                }
                for (int i = 0; i < machine.mounts().size(); i++) {
                    Mount mount = machine.mounts().get(i);
                    to.setProperty("mount." + i + ".volume", mount.volume().toString());
                    to.setProperty("mount." + i + ".path", mount.path());
                }
            }
        }
        return to;
    }

    private static LocalResource resource(Fields from) {
        Key key = from.key("key");
        Labels labels =
                new Labels(from.text("project"), from.text("deployment"), from.text("node"));
        String offer = from.text("offer");
        List<Integer> given = new ArrayList<>();
        ResourceSpec spec =
                switch (key.part()) {
                    case VOLUME -> new Volume(key, labels, offer, from.number("bytes"));
                    case NETWORK -> new Network(key, labels, offer);
                    case CONTAINER -> throw new IllegalArgumentException("not realised here");
                    case MACHINE -> machine(key, labels, offer, from, given);
                };
        return new LocalResource(spec, given, Boolean.parseBoolean(from.text("stopped")));
    }

    private static Machine machine(
            Key key, Labels labels, String offer, Fields from, List<Integer> given) {
        List<Port> ports = new ArrayList<>();
        for (int i = 0; from.has("port." + i + ".name"); i++) {
            String at = "port." + i + ".";
            OptionalInt published =
                    from.maybe(at + "published")
                            .map(text -> OptionalInt.of(Integer.parseInt(text)))
                            .orElseGet(OptionalInt::empty);
            int inside = (int) from.number(at + "inside");
            ports.add(new Port(from.text(at + "name"), inside, published));
            given.add((int) from.number(at + "given"));
        }
        List<Key> networks = new ArrayList<>();
        for (int i = 0; from.has("network." + i); i++) {
            networks.add(from.key("network." + i));
        }
        List<Mount> mounts = new ArrayList<>();
        for (int i = 0; from.has("mount." + i + ".volume"); i++) {
            String at = "mount." + i + ".";
            mounts.add(new Mount(from.key(at + "volume"), from.text(at + "path")));
        }
        Hardware hardware =
                new Hardware(
                        Double.parseDouble(from.text("cpus")),
                        from.number("memory"),
                        from.number("disk"),
                        (int) from.number("gpus"),
                        from.maybe("gpuModel"));
        return new Machine(
                key,
                labels,
                offer,
                hardware,
                from.maybe("image"),
                from.text("hostname"),
                ports,
                networks,
                mounts);
    }

    private record Fields(Properties properties) {
        boolean has(String name) {
            return properties.containsKey(name);
        }

        Optional<String> maybe(String name) {
            return Optional.ofNullable(properties.getProperty(name));
        }

        String text(String name) {
            return maybe(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
        }

        long number(String name) {
            return Long.parseLong(text(name));
        }

        Key key(String name) {
            return Key.parse(text(name))
                    .orElseThrow(() -> new IllegalArgumentException("no key: " + name));
        }
    }
}
