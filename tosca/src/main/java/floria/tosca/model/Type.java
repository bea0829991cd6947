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

    /**
     * The metadata by which a type says which one of the Simple Profile it stands for: TOSCA 2.0
     * has no types of its own, and profiles give those names that they like.
     */
    String NORMATIVE_NAME = "normative_name";

    /** The full name, such as {@code tosca.nodes.Compute}. */
    String name();

    Optional<? extends Type> parent();

    String description();

    Map<String, String> metadata();

    Location location();

    /**
     * Whether this type is {@code name}, stands for it by {@link #NORMATIVE_NAME}, or derives from
     * one that does.
     */
    default boolean isA(String name) {
        for (@Nullable Type type = this; type != null; type = type.parent().orElse(null)) {
            if (type.name().equals(name) || name.equals(type.metadata().get(NORMATIVE_NAME))) {
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
