package floria.testing;

/** What a site may lack; the tests of {@link SiteContract} that need it are then not run. */
public enum SiteFeature {
    /** Commands and files on machines. */
    CHANNEL,
    /** Programs on a machine are really reached at its published ports. */
    REACHABLE_PORTS,
    /** A published port can be chosen, and be taken. */
    FIXED_PORTS,
    /** Machines are made from images, and not every name is one. */
    IMAGES,
    /** Machines on one network find each other by host name. */
    NAMES,
    /** A machine can be stopped and started with its files kept. */
    STOP_START,
    /** Volumes outlive the machines that mount them. */
    MOUNTS
}
