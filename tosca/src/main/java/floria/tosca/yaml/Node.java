package floria.tosca.yaml;

import java.util.List;

import floria.tosca.problem.Location;

/**
 * A node of a YAML document. Immutable. An alias stands for the very node of its anchor, which
 * keeps the anchor's position.
 */
public sealed interface Node permits Node.Scalar, Node.Sequence, Mapping {

    /** The stretch of text, without the white space after it. */
    Location location();

    /**
     * Holds its position itself, and not a {@link Location} each: most of a large template is
     * scalars.
     *
     * @param text the content; of a plain scalar, exactly as written
     * @param plain written without quotes, so that it may mean something else than a string
     */
    record Scalar(
            String text,
            boolean plain,
            String address,
            int line,
            int column,
            int endLine,
            int endColumn)
            implements Node {

        public Scalar(String text, boolean plain, Location at) {
            this(text, plain, at.address(), at.line(), at.column(), at.endLine(), at.endColumn());
        }

        @Override
        public Location location() {
            return new Location(address, line, column, endLine, endColumn);
        }

        /** What the YAML 1.2 core schema takes this for. */
        public Core core() {
            return plain ? Core.of(text) : Core.STRING;
        }
    }

    record Sequence(List<Node> items, Location location) implements Node {}

    /** Whether nothing was written here, or {@code null}. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.core() == Core.NULL;
    }
}
