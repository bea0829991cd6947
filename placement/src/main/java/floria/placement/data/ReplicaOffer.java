package floria.placement.data;

import java.math.BigDecimal;

/**
 * A data set at a place, or the room for it.
 *
 * @param place a region such as {@code aws:eu-west-1}, or a site's name
 * @param bytes of the data set
 * @param there whether the replica exists; otherwise it can be made
 * @param storage price of a gigabyte for a month, of a replica to be made
 */
public record ReplicaOffer(
        String dataSet, String place, long bytes, boolean there, BigDecimal storage) {

    /** One that exists. */
    public static ReplicaOffer at(String dataSet, String place, long bytes) {
        return new ReplicaOffer(dataSet, place, bytes, true, BigDecimal.ZERO);
    }

    /** One that could be made. */
    public static ReplicaOffer possible(
            String dataSet, String place, long bytes, BigDecimal storage) {
        return new ReplicaOffer(dataSet, place, bytes, false, storage);
    }
}
