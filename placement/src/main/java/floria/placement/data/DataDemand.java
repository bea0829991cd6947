package floria.placement.data;

import java.util.Set;

/**
 * A node reads a data set.
 *
 * @param reads how often each of its copies reads all of it in its life
 * @param countries where the data may be; anywhere when empty
 */
public record DataDemand(String node, String dataSet, double reads, Set<String> countries) {
    public DataDemand {
        countries = Set.copyOf(countries);
    }

    /** Read once, anywhere. */
    public static DataDemand once(String node, String dataSet) {
        return new DataDemand(node, dataSet, 1, Set.of());
    }
}
