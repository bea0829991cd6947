package floria.site.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a controller says that there is.
 *
 * @param accounts that this user may charge; empty when there is no accounting
 * @param qualities the QOS of these, likewise
 * @param reservations by name
 */
record Cluster(
        List<Partition> partitions,
        List<Node> nodes,
        Set<String> reservations,
        Set<String> accounts,
        Set<String> qualities) {

    /**
     * @param minutes the longest time of a job; empty without a limit
     */
    record Partition(
            String name,
            boolean standard,
            boolean up,
            OptionalLong minutes,
            OptionalLong mostNodes,
            int tier,
            String preemption) {}

    /**
     * @param state in Slurm's words
     * @param gpus by their type, which is empty where none was configured
     */
    record Node(
            String name,
            String state,
            int cpus,
            int cpusUsed,
            long megabytes,
            long megabytesUsed,
            Set<String> features,
            Set<String> partitions,
            List<Gres> gpus,
            String architecture) {

        boolean up() {
            String words = state.toUpperCase(java.util.Locale.ROOT);
            return !words.matches(".*(DOWN|DRAIN|FAIL|MAINT|NOT_RESPONDING|FUTURE|UNKNOWN|\\*).*");
        }

        boolean free() {
            return up() && cpusUsed < cpus;
        }

        int gpus(String type) {
            return gpus.stream()
                    .filter(gres -> gres.type().equals(type))
                    .mapToInt(Gres::count)
                    .sum();
        }

        int gpusUsed(String type) {
            return gpus.stream()
                    .filter(gres -> gres.type().equals(type))
                    .mapToInt(Gres::used)
                    .sum();
        }
    }

    /** GPUs of one type. */
    record Gres(String type, int count, int used) {}

    Optional<Partition> partition(String name) {
        return partitions.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    List<Node> of(Partition partition) {
        return nodes.stream().filter(node -> node.partitions().contains(partition.name())).toList();
    }

    Set<String> features() {
        Set<String> all = new TreeSet<>();
        nodes.forEach(node -> all.addAll(node.features()));
        return all;
    }

    private static final Pattern GPU =
            Pattern.compile("gpu(?::([^:(,=]+))??[:=](\\d+)(?:\\([^)]*\\))?");

    /**
     * Reads {@code gpu:a100:2(S:0-1),gpu:v100:1} and, of those in use, {@code gpu:a100:1(IDX:0)}.
     */
    static List<Gres> gpus(String configured, String used) {
        List<Gres> gpus = new ArrayList<>();
        Matcher matcher = GPU.matcher(configured);
        while (matcher.find()) {
            String type = Optional.ofNullable(matcher.group(1)).orElse("");
            int busy = 0;
            Matcher other = GPU.matcher(used);
            while (other.find()) {
                if (Optional.ofNullable(other.group(1)).orElse("").equals(type)) {
                    busy += Integer.parseInt(other.group(2));
                }
            }
            gpus.add(new Gres(type, Integer.parseInt(matcher.group(2)), busy));
        }
        return gpus;
    }
}
