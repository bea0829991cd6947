package floria.site;

import java.util.Optional;

/**
 * How machines reach their neighbours.
 *
 * @param gigabits per second of its Ethernet; 0 when it is not known
 * @param infiniband the generation, where there is any
 * @param fabric names the fabric; machines of one name reach each other at full speed
 */
public record Interconnect(
        double gigabits, Optional<Infiniband> infiniband, Optional<String> fabric) {

    public static final Interconnect UNKNOWN =
            new Interconnect(0, Optional.empty(), Optional.empty());

    /** Generations of InfiniBand, the slowest first. */
    public enum Infiniband {
        SDR,
        DDR,
        QDR,
        FDR,
        EDR,
        HDR,
        NDR,
        XDR
    }

    public static Interconnect ethernet(double gigabits) {
        return new Interconnect(gigabits, Optional.empty(), Optional.empty());
    }

    public static Interconnect infiniband(Infiniband generation) {
        return new Interconnect(0, Optional.of(generation), Optional.empty());
    }
}
