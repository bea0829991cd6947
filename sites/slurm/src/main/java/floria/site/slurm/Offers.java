package floria.site.slurm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Interconnect.Infiniband;
import floria.site.Offer;
import floria.site.ResourceSpec.Allocation;

/**
 * What the partitions give: each is one offer for work without GPUs, {@code cpu}, and one for each
 * type of GPU, {@code gpu/a100}. Volumes and networks are made of the shared folder.
 */
final class Offers {
    /** The offer of volumes and networks. */
    static final String FOLDER = "folder";

    /** How a GPU is called whose type was not configured. */
    private static final String PLAIN = "gpu";

    private static final Duration UNKNOWN_WAIT = Duration.ofHours(1);

    private final SlurmSettings settings;
    private final Controller controller;

    Offers(SlurmSettings settings, Controller controller) {
        this.settings = settings;
        this.controller = controller;
    }

    /** The offer's partition and, after a slash, the type of its GPUs. */
    record Id(String partition, Optional<String> gpu) {
        static Id of(String offer) {
            int slash = offer.indexOf('/');
            return slash < 0
                    ? new Id(offer, Optional.empty())
                    : new Id(offer.substring(0, slash), Optional.of(offer.substring(slash + 1)));
        }

        /** As it stands in the controller's configuration. */
        Optional<String> type() {
            return gpu.map(name -> name.equals(PLAIN) ? "" : name);
        }
    }

    /**
     * @param disk bytes that are free in the site's folder
     */
    List<Offer> of(Cluster cluster, long disk) {
        List<Offer> offers = new ArrayList<>();
        cluster.partitions().stream()
                .filter(Cluster.Partition::up)
                .sorted(Comparator.comparing((Cluster.Partition one) -> !one.standard()))
                .forEach(partition -> {
                    List<Cluster.Node> nodes =
                            cluster.of(partition).stream().filter(Cluster.Node::up).toList();
                    if (!nodes.isEmpty()) {
                        offers.add(offer(cluster, partition, nodes, Optional.empty(), disk));
                    }
                    for (String type : types(nodes)) {
                        List<Cluster.Node> those =
                                nodes.stream().filter(node -> node.gpus(type) > 0).toList();
                        offers.add(offer(cluster, partition, those, Optional.of(type), disk));
                    }
                });
        offers.add(
                new Offer(
                        FOLDER,
                        Set.of(Offer.Kind.VOLUME, Offer.Kind.NETWORK),
                        Hardware.of(0, 0, disk),
                        true,
                        BigDecimal.ZERO,
                        settings.currency(),
                        OptionalInt.empty(),
                        Optional.empty()));
        return offers;
    }

    private static Set<String> types(List<Cluster.Node> nodes) {
        Set<String> types = new TreeSet<>();
        nodes.forEach(node -> node.gpus().forEach(gres -> types.add(gres.type())));
        return types;
    }

    private Offer offer(
            Cluster cluster,
            Cluster.Partition partition,
            List<Cluster.Node> nodes,
            Optional<String> gpu,
            long disk) {
        int cpus = nodes.stream().mapToInt(Cluster.Node::cpus).max().orElse(0);
        long memory = nodes.stream().mapToLong(Cluster.Node::megabytes).max().orElse(0) << 20;
        Optional<Gpus> gpus = gpu.map(type -> gpus(nodes, type));
        Hardware capacity =
                new Hardware(cpus, memory, disk, gpus, architecture(nodes), interconnect(nodes));
        boolean free =
                nodes.stream()
                        .anyMatch(node ->
                                node.free()
                                        && gpu.map(type -> node.gpusUsed(type) < node.gpus(type))
                                                .orElse(true));
        Duration queue = free ? Duration.ZERO : wait(partition, gpu);
        return new Offer(
                        partition.name() + gpu.map(type -> "/" + named(type)).orElse(""),
                        Set.of(Offer.Kind.MACHINE, Offer.Kind.ALLOCATION),
                        capacity,
                        true,
                        settings.pricePerCpuHour().multiply(BigDecimal.valueOf(cpus)),
                        settings.currency(),
                        OptionalInt.empty(),
                        Optional.empty())
                .withTerms(
                        new Offer.Terms(
                                preemptible(cluster, partition),
                                queue,
                                Optional.empty(),
                                settings.country()));
    }

    private static String named(String type) {
        return type.isEmpty() ? PLAIN : type;
    }

    private Duration wait(Cluster.Partition partition, Optional<String> gpu) {
        return controller
                .wait(
                        new Submission(
                                "floria-probe",
                                partition.name(),
                                Allocation.ONE_NODE,
                                1,
                                OptionalLong.empty(),
                                gpu.map(type -> Requests.gres(type, 1)),
                                settings.account(),
                                OptionalLong.empty(),
                                "#!/bin/sh\n",
                                "/"))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .orElse(UNKNOWN_WAIT);
    }

    private static Gpus gpus(List<Cluster.Node> nodes, String type) {
        int count = nodes.stream().mapToInt(node -> node.gpus(type)).max().orElse(1);
        String model =
                type.toUpperCase(Locale.ROOT)
                        .replaceFirst("^(NVIDIA|TESLA|GEFORCE|AMD)[_-]", "")
                        .replace('_', '-');
        Gpus gpus = Gpus.of(count, model);
        return nodes.stream().allMatch(node -> node.features().contains("nvlink"))
                ? gpus.linkedTogether()
                : gpus;
    }

    private static Optional<String> architecture(List<Cluster.Node> nodes) {
        List<String> all = nodes.stream().map(Cluster.Node::architecture).distinct().toList();
        return all.size() == 1
                ? Optional.of(all.getFirst())
                        .filter(name -> !name.isEmpty())
                        .map(name -> name.equals("aarch64") ? "arm64" : name)
                : Optional.empty();
    }

    /** By the features that administrators usually give. */
    private static Interconnect interconnect(List<Cluster.Node> nodes) {
        Optional<Infiniband> least =
                nodes.stream()
                        .map(node -> generation(node.features()))
                        .reduce((one, other) ->
                                one.isEmpty() || other.isEmpty()
                                        ? Optional.empty()
                                        : one.get().compareTo(other.get()) < 0 ? one : other)
                        .flatMap(found -> found);
        return least.map(Interconnect::infiniband).orElse(Interconnect.UNKNOWN);
    }

    private static Optional<Infiniband> generation(Set<String> features) {
        Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(features);
        return Arrays.stream(Infiniband.values())
                .filter(one -> words.contains(one.name()) || words.contains("ib_" + one.name()))
                .findFirst()
                .or(() ->
                        words.contains("infiniband") || words.contains("ib")
                                ? Optional.of(Infiniband.SDR)
                                : Optional.empty());
    }

    /** Whether a partition that comes first shares nodes with it. */
    private static boolean preemptible(Cluster cluster, Cluster.Partition partition) {
        return !partition.preemption().equals("OFF")
                && cluster.partitions().stream()
                        .filter(other -> other.tier() > partition.tier())
                        .anyMatch(other ->
                                cluster.of(other).stream()
                                        .anyMatch(node ->
                                                node.partitions().contains(partition.name())));
    }
}
