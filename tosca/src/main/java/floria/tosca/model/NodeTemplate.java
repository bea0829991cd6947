package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * A node template, complete: defaults are filled in, everything inherited is present (TOSCA 2.0
 * §8.2).
 *
 * @param properties values by name, definitions in {@link NodeType#properties()}; a required
 *     property without a value is absent
 * @param filter what a node must be like that is selected for this template
 * @param count how many equal nodes it stands for
 * @param requirements in the order of the text
 * @param interfaces by the name they have in the type, such as {@code Standard}
 */
public record NodeTemplate(
        String name,
        NodeType type,
        String description,
        Map<String, String> metadata,
        List<String> directives,
        Optional<Condition> filter,
        Value count,
        Map<String, Value> properties,
        Map<String, Value> attributes,
        Map<String, Capability> capabilities,
        List<Requirement> requirements,
        Map<String, Interface> interfaces,
        Map<String, Artifact> artifacts,
        Location location) {

    /** A capability of a template with its values. */
    public record Capability(
            CapabilityDefinition definition,
            Map<String, Value> properties,
            Map<String, Value> attributes) {}

    /**
     * An interface of a template or relationship with the operations that it has, inherited ones
     * included.
     */
    public record Interface(
            InterfaceType type,
            Map<String, Operation> operations,
            Map<String, Notification> notifications) {}

    public boolean isA(String type) {
        return type().isA(type);
    }

    /**
     * The operation, if it is there and does something. {@code interface_} is the interface's name
     * in the type.
     */
    public Optional<Operation> operation(String interface_, String operation) {
        return Optional.ofNullable(interfaces.get(interface_))
                .map(found -> found.operations().get(operation))
                .filter(found -> found.implementation().isPresent());
    }

    /** The name of the template that this one is hosted on, if it is on one. */
    public Optional<String> host() {
        for (Requirement requirement : requirements) {
            if (requirement.target().isPresent()
                    && requirement.relationship().type().isA("tosca.relationships.HostedOn")) {
                return requirement.target().map(Requirement.Target::node);
            }
        }
        return Optional.empty();
    }

    /** The same template with other requirements. */
    public NodeTemplate with(List<Requirement> others) {
        return new NodeTemplate(
                name,
                type,
                description,
                metadata,
                directives,
                filter,
                count,
                properties,
                attributes,
                capabilities,
                others,
                interfaces,
                artifacts,
                location);
    }

    /** The requirements whose relationship derives from {@code relationshipType}. */
    public List<Requirement> requirementsOf(String relationshipType) {
        return requirements.stream()
                .filter(requirement -> requirement.relationship().type().isA(relationshipType))
                .toList();
    }
}
