package floria.tosca.types;

import java.util.Map;

import floria.tosca.document.ServiceFile;
import floria.tosca.model.Artifact;
import floria.tosca.schema.Slot;

/**
 * Where operations are read.
 *
 * @param owner such as {@code node 'web'}, for messages
 * @param artifacts that implementations may name
 * @param definition whether the text is a type, whose inputs may be definitions
 */
public record Calling(
        String owner,
        ServiceFile file,
        Map<String, Artifact> artifacts,
        boolean definition,
        Slot.Calls calls) {

    /** The artifact that has the name of {@code artifact} here. */
    Artifact here(Artifact artifact) {
        return artifacts.getOrDefault(artifact.name(), artifact);
    }
}
