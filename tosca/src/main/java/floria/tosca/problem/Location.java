package floria.tosca.problem;

/**
 * A stretch of text in one source. Lines and columns count from 1, as editors do; the end is
 * exclusive.
 *
 * @param address the address of the source, as {@link floria.tosca.source.Source#address()} gives
 *     it
 */
public record Location(String address, int line, int column, int endLine, int endColumn) {

    /** The start of a source: where problems point that concern the whole of it. */
    public static Location startOf(String address) {
        return new Location(address, 1, 1, 1, 1);
    }

    @Override
    public String toString() {
        return address + ":" + line + ":" + column;
    }
}
