package floria.tosca.types;

import java.util.Map;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.model.Artifact;
import floria.tosca.model.Operation;
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

    /** An operation of a type, with the artifacts that the template has in their place. */
    Operation here(Operation inherited) {
        Optional<Artifact> primary = inherited.implementation().map(this::here);
        return new Operation(
                inherited.name(),
                primary,
                inherited.dependencies().stream().map(this::here).toList(),
                inherited.inputs(),
                inherited.outputs(),
                inherited.timeout(),
                inherited.location());
    }

    private Artifact here(Artifact artifact) {
        return artifacts.getOrDefault(artifact.name(), artifact);
    }
}
