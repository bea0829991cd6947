package floria.placement;

/** What an offer can fall short of, in the order in which people are told. */
enum Criterion {
    KIND,
    FLAVOUR,
    CPUS,
    MEMORY,
    DISK,
    ARCHITECTURE,
    GPU_COUNT,
    GPU_MODEL,
    GPU_VENDOR,
    GPU_MEMORY,
    GPU_SHARE,
    GPU_SLICE,
    GPU_CAPABILITY,
    GPU_DRIVER,
    GPU_CUDA,
    GPU_LINK,
    NETWORK,
    INFINIBAND,
    FABRIC,
    PREEMPTION,
    IMAGE,
    FREE,
    SITE,
    COUNTRY,
    REGION,
    ZONE,
    CERTIFICATION,
    AGREEMENT,
    PRICE,
    CURRENCY,
    QUEUE,
    QUOTA,
    BLOCKED,
    DATA;

    /** Its bit in a set of them. */
    @SuppressWarnings("EnumOrdinal") // the bits never leave the process
    long mask() {
        return 1L << ordinal();
    }

    /** The one of which that is the bit. */
    static Criterion of(long mask) {
        for (Criterion criterion : values()) {
            if (criterion.mask() == mask) {
                return criterion;
            }
        }
        throw new IllegalArgumentException(mask + " is not one criterion");
    }
}
