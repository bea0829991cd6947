package floria.server.catalogue;

import java.util.List;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A type, as JSON, with what it inherits.
 *
 * @param derivation what it derives from, nearest first
 * @param derived the types that name it as their parent
 * @param text the declaration as it is written
 */
@Schema(name = "TypeDetails")
public record TypeView(
        String name,
        String kind,
        String profile,
        String description,
        List<String> derivation,
        List<String> derived,
        List<Value> properties,
        List<Value> attributes,
        List<Capability> capabilities,
        List<Requirement> requirements,
        List<Interface> interfaces,
        String text) {

    /**
     * A type in a list.
     *
     * @param profile what declares it; {@code tosca} for the types of the language
     */
    @Schema(name = "TypeEntry")
    public record Entry(
            String name,
            String kind,
            String profile,
            String description,
            Optional<String> parent) {}

    /**
     * A property, an attribute or a field.
     *
     * @param declaredBy the type that declares it
     */
    @Schema(name = "TypeValue")
    public record Value(
            String name,
            String type,
            Optional<String> entry,
            boolean required,
            Optional<Object> initial,
            String description,
            List<@Nullable Object> constraints,
            String declaredBy) {}

    /**
     * A capability of a node type.
     *
     * @param sources the types of nodes that may use it; empty for all
     */
    @Schema(name = "TypeCapability")
    public record Capability(
            String name,
            String type,
            String description,
            List<String> sources,
            String declaredBy) {}

    /** A requirement of a node type. */
    @Schema(name = "TypeRequirement")
    public record Requirement(
            String name,
            Optional<String> capability,
            Optional<String> node,
            Optional<String> relationship,
            Optional<String> count,
            String declaredBy) {}

    /** An interface with its operations. */
    @Schema(name = "TypeInterface")
    public record Interface(
            String name, Optional<String> type, List<String> operations, String declaredBy) {}
}
