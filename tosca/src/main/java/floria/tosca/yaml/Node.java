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
     * @param text the content; of a plain scalar, exactly as written
     * @param plain written without quotes, so that it may mean something else than a string
     */
    record Scalar(String text, boolean plain, Location location) implements Node {

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
