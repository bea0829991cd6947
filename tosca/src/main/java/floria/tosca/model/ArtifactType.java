package floria.tosca.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;

/** An artifact type with everything that it inherits (TOSCA 2.0 §11.1). */
public record ArtifactType(
        String name,
        Optional<ArtifactType> parent,
        String description,
        Map<String, String> metadata,
        Optional<String> mimeType,
        List<String> fileExtensions,
        Map<String, PropertyDefinition> properties,
        Location location)
        implements Type {}
