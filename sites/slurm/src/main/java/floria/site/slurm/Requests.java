package floria.site.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.site.Fault.Kind;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Allocation;
import floria.site.ResourceSpec.Machine;
import floria.site.ResourceSpec.Mount;
import floria.site.SiteException;
import floria.site.shell.Settings;

/** Refuses what the cluster cannot give, with what it can, and says the rest to the controller. */
record Requests(SlurmSettings settings, Cluster cluster) {
    private static final Pattern FEATURE = Pattern.compile("[A-Za-z0-9_.=+-]+");
    private static final Pattern CONSTRAINT =
            Pattern.compile("[A-Za-z0-9_.=+&|!,*()\\[\\]-]{1,1000}");

    /**
     * What accounts, QOS and reservations are called; never an option, a path or a shell's word.
     */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,199}");

    /**
     * @param gang asked for in the same call
     * @param there made before
     */
    void check(ResourceSpec spec, List<ResourceSpec> gang, Set<Key> there) {
        switch (spec) {
            case Machine machine -> machine(machine, gang, there);
            case ResourceSpec.Volume _, ResourceSpec.Network _ -> {
                if (!spec.offer().equals(Offers.FOLDER)) {
                    throw noOffer(spec.offer());
                }
            }
            case ResourceSpec.Container container ->
                    throw Faults.of(
                            Kind.INVALID,
                            site()
                                    + " runs no containers by themselves, such as "
                                    + container.image()
                                    + ".",
                            "Place it on a site of kind 'containers'.");
        }
    }

    private String site() {
        return "Site '" + settings.name() + "'";
    }

    private SiteException noOffer(String offer) {
        List<String> all = new ArrayList<>();
        for (Cluster.Partition partition : cluster.partitions()) {
            all.add(partition.name());
            cluster.of(partition).stream()
                    .flatMap(node -> node.gpus().stream())
                    .map(gres -> gres.type().isEmpty() ? "gpu" : gres.type())
                    .distinct()
                    .forEach(type -> all.add(partition.name() + "/" + type));
        }
        return Faults.of(
                Kind.NOT_FOUND,
                site() + " has no offer '" + offer + "'.",
                "Its partitions, with types of GPUs: " + String.join(", ", all) + ".");
    }

    private void machine(Machine machine, List<ResourceSpec> gang, Set<Key> there) {
        Offers.Id id = Offers.Id.of(machine.offer());
        Cluster.Partition partition =
                cluster.partition(id.partition()).orElseThrow(() -> noOffer(machine.offer()));
        List<Cluster.Node> nodes =
                cluster.of(partition).stream()
                        .filter(node -> id.type().map(type -> node.gpus(type) > 0).orElse(true))
                        .toList();
        if (nodes.isEmpty()) {
            throw noOffer(machine.offer());
        }
        image(machine);
        Allocation asked = machine.allocation().orElse(Allocation.ONE_NODE);
        hardware(machine.hardware(), id, nodes, machine.offer());
        counts(asked, partition, nodes);
        asked.constraint().ifPresent(text -> constraint(text, nodes));
        named("reservation", asked.reservation(), cluster.reservations());
        named("account", asked.account().or(settings::account), cluster.accounts());
        named("QOS", asked.qos(), cluster.qualities());
        machine.mounts().forEach(mount -> known(mount, gang, there));
    }

    private void image(Machine machine) {
        String image = machine.image().orElse(settings.system());
        if (image.equals(settings.system())) {
            return;
        }
        if (!settings.images().containsKey(image)) {
            throw Faults.of(
                    Kind.NOT_FOUND,
                    site()
                            + " has nothing for the image '"
                            + image
                            + "': it has "
                            + String.join(", ", images(settings))
                            + ".",
                    "Leave the image (the os capability) out, or use another site.");
        }
        if (machine.allocation().map(Allocation::nodes).orElse(1) > 1) {
            throw Faults.of(
                    Kind.INVALID,
                    site() + " runs the image '" + image + "' on one node only.",
                    "Leave the image out where an allocation has several nodes.");
        }
    }

    static Set<String> images(SlurmSettings settings) {
        Set<String> images = new TreeSet<>(settings.images().keySet());
        images.add(settings.system());
        return images;
    }

    private void hardware(Hardware asked, Offers.Id id, List<Cluster.Node> nodes, String offer) {
        long cpus = nodes.stream().mapToInt(Cluster.Node::cpus).max().orElse(0);
        fits(offer, "CPUs", (long) Math.ceil(asked.cpus()), cpus);
        fits(
                offer,
                "MiB of memory",
                megabytes(asked.memory()),
                nodes.stream().mapToLong(Cluster.Node::megabytes).max().orElse(0));
        long gpus =
                id.type()
                        .map(type -> nodes.stream().mapToLong(node -> node.gpus(type)).max())
                        .map(most -> most.orElse(0))
                        .orElse(0L);
        fits(offer, "GPUs", asked.gpus(), gpus);
    }

    private void fits(String offer, String what, long asked, long most) {
        if (asked > most) {
            throw Faults.of(
                    Kind.CAPACITY,
                    "A node of offer '"
                            + offer
                            + "' of site '"
                            + settings.name()
                            + "' has at most "
                            + most
                            + " "
                            + what
                            + ", and "
                            + asked
                            + " are asked for.",
                    "Ask for less on each node, or choose another offer.");
        }
    }

    private void counts(Allocation asked, Cluster.Partition partition, List<Cluster.Node> nodes) {
        long most = Math.min(nodes.size(), partition.mostNodes().orElse(Long.MAX_VALUE));
        if (asked.nodes() < 1 || asked.nodes() > most || asked.tasksPerNode() < 1) {
            throw Faults.of(
                    Kind.CAPACITY,
                    "Partition '"
                            + partition.name()
                            + "' gives a job 1 to "
                            + most
                            + " such nodes, and "
                            + asked.nodes()
                            + " are asked for.",
                    "Ask for fewer nodes, or choose another offer.");
        }
        OptionalLong minutes = minutes(asked);
        if (minutes.isPresent()
                && partition.minutes().isPresent()
                && minutes.getAsLong() > partition.minutes().getAsLong()) {
            throw Faults.of(
                    Kind.INVALID,
                    "Partition '"
                            + partition.name()
                            + "' gives a job at most "
                            + partition.minutes().getAsLong()
                            + " minutes, and "
                            + minutes.getAsLong()
                            + " are asked for.",
                    "Ask for less wall time, and let the program continue in another job.");
        }
    }

    private static OptionalLong minutes(Allocation asked) {
        return asked.wallTime()
                .filter(Duration::isPositive)
                .map(time -> OptionalLong.of(Times.minutes(time)))
                .orElseGet(OptionalLong::empty);
    }

    private void constraint(String text, List<Cluster.Node> nodes) {
        Set<String> there = new TreeSet<>();
        nodes.forEach(node -> there.addAll(node.features()));
        if (!CONSTRAINT.matcher(text).matches()) {
            throw Faults.of(
                    Kind.INVALID,
                    "The constraint '" + text + "' is none that Slurm reads.",
                    "Write features with & and |, such as infiniband&nvlink. There are: "
                            + String.join(", ", there));
        }
        Matcher words = FEATURE.matcher(text);
        while (words.find()) {
            // A number says of how many nodes, as in [rack1*2&rack2*2].
            if (!there.contains(words.group()) && !words.group().matches("\\d+")) {
                throw Faults.of(
                        Kind.INVALID,
                        "No such node of "
                                + site()
                                + " has the feature '"
                                + words.group()
                                + "', which the constraint '"
                                + text
                                + "' asks for.",
                        there.isEmpty()
                                ? "They have no features at all."
                                : "There are: " + String.join(", ", there) + ".");
            }
        }
    }

    /**
     * @param there empty when the cluster does not say what there is
     */
    private void named(String what, Optional<String> name, Set<String> there) {
        if (name.isEmpty()) {
            return;
        }
        boolean open = there.isEmpty() && !what.equals("reservation");
        if (!NAME.matcher(name.get()).matches() || (!open && !there.contains(name.get()))) {
            throw Faults.of(
                    Kind.INVALID,
                    site() + " has no " + what + " '" + name.get() + "'.",
                    there.isEmpty()
                            ? "It has none that this user could name."
                            : "There are: " + String.join(", ", new TreeSet<>(there)) + ".");
        }
    }

    private void known(Mount mount, List<ResourceSpec> gang, Set<Key> there) {
        relative(mount.path());
        Key key = mount.volume();
        if (!there.contains(key) && gang.stream().noneMatch(spec -> spec.key().equals(key))) {
            throw Faults.of(
                    Kind.NOT_FOUND,
                    site() + " has no " + key + ", which a machine is to use.",
                    "Make it first, or in the same call.");
        }
    }

    /** The path without its first slash; nothing that leads out of the folder it is put into. */
    static String relative(String path) {
        String rest = path.replaceFirst("^/+", "").replaceFirst("/+$", "");
        boolean out =
                java.util.Arrays.stream(rest.split("/"))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (out || path.chars().anyMatch(c -> c < ' ')) {
            throw Faults.of(
                    Kind.INVALID,
                    "'" + path + "' is no path to mount a volume at.",
                    "Give an absolute one without . and .., such as /data.");
        }
        return rest;
    }

    static String gres(String type, int count) {
        return type.isEmpty() ? "gpu:" + count : "gpu:" + type + ":" + count;
    }

    private static long megabytes(long bytes) {
        return (bytes + (1L << 20) - 1) >> 20;
    }

    /** The job that a machine is; it was checked before. */
    Submission submission(Machine machine, String folder) {
        Offers.Id id = Offers.Id.of(machine.offer());
        Allocation asked = machine.allocation().orElse(Allocation.ONE_NODE);
        int tasks = asked.tasksPerNode();
        int gpus = machine.hardware().gpus();
        long megabytes = megabytes(machine.hardware().memory());
        return new Submission(
                machine.key().toString(),
                id.partition(),
                asked,
                (int) Math.max(1, Math.ceil(machine.hardware().cpus() / tasks)),
                megabytes > 0 ? OptionalLong.of(megabytes) : OptionalLong.empty(),
                gpus > 0 ? Optional.of(gres(id.type().orElse(""), gpus)) : Optional.empty(),
                asked.account().or(settings::account),
                minutes(asked),
                script(machine, asked, folder),
                folder);
    }

    private String script(Machine machine, Allocation asked, String folder) {
        StringBuilder enter = new StringBuilder("enter() { exec setsid");
        machine.image()
                .filter(image -> !image.equals(settings.system()))
                .flatMap(image -> Optional.ofNullable(settings.images().get(image)))
                .ifPresent(file ->
                        settings.runtime()
                                .before(file, settings.folder(), machine.hardware().gpus() > 0)
                                .forEach(word -> enter.append(' ').append(Settings.quoted(word))));
        return """
        #!/bin/sh
        folder=%s
        requeue=%s
        tasks=%d
        count=%d
        %s "$@"; }
        %s\
        """
                .formatted(
                        Settings.quoted(folder),
                        asked.requeue() ? "yes" : "",
                        asked.tasksPerNode(),
                        machine.ports().size(),
                        enter,
                        Scripts.AGENT.text());
    }
}
