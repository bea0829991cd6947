package floria.tosca.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.problem.Location;

/**
 * What types of every kind have in common (TOSCA 2.0 §7.2): a name, at most one parent, metadata.
 */
public sealed interface Type
        permits NodeType,
                CapabilityType,
                RelationshipType,
                DataType,
                InterfaceType,
                ArtifactType,
                GroupType,
                PolicyType {

    /** The full name, such as {@code tosca.nodes.Compute}. */
    String name();

    Optional<? extends Type> parent();

    String description();

    Map<String, String> metadata();

    Location location();

    /** Whether this type is {@code name} or derives from it. */
    default boolean isA(String name) {
        for (@Nullable Type type = this; type != null; type = type.parent().orElse(null)) {
            if (type.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Where this type and its ancestors are declared, nearest first. */
    default List<Location> places() {
        List<Location> places = new ArrayList<>();
        for (@Nullable Type type = this; type != null; type = type.parent().orElse(null)) {
            places.add(type.location());
        }
        return List.copyOf(places);
    }

    /** This type's name and those of its ancestors, nearest first. */
    default List<String> derivation() {
        List<String> names = new ArrayList<>();
        for (@Nullable Type type = this; type != null; type = type.parent().orElse(null)) {
            names.add(type.name());
        }
        return List.copyOf(names);
    }
}
