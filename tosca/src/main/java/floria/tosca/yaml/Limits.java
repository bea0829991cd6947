package floria.tosca.yaml;

/**
 * Bounds on what is read, so that no input takes memory or time without end.
 *
 * @param bytes of one file
 * @param depth of nesting
 * @param expansion number of nodes that aliases may stand for, all repetitions counted
 */
public record Limits(int bytes, int depth, long expansion) {
    /** Ten times what the largest known templates need. */
    public static final Limits STANDARD = new Limits(64 * 1024 * 1024, 100, 2_000_000);
}
