package floria.tosca.model;

import java.util.Map;
import java.util.Optional;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;

/**
 * An artifact of a node or of an operation (TOSCA 2.0 §11.2).
 *
 * @param type the artifact type's full name; derived from the file's extension when the text leaves
 *     it open
 * @param file as written
 * @param address of the {@link floria.tosca.source.Source} that holds it, when it is a file of the
 *     template or a profile
 */
public record Artifact(
        String name,
        Optional<String> type,
        String file,
        Optional<String> address,
        Map<String, Value> properties,
        Location location) {}
