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
 * @param details what the text says of it besides
 */
public record Artifact(
        String name,
        Optional<String> type,
        String file,
        Optional<String> address,
        Map<String, Value> properties,
        Details details,
        Location location) {

    /**
     * What few artifacts have.
     *
     * @param repository name of the repository that {@code file} is in
     * @param deployPath where it is to be put
     * @param computed the function that gives the file, where it is not written out
     */
    public record Details(
            String description,
            Optional<String> repository,
            Optional<String> deployPath,
            Optional<String> version,
            Optional<Checksum> checksum,
            Optional<Value> computed) {
        /** Nothing is said. */
        public static final Details NONE =
                new Details(
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /** What the content must hash to, with an algorithm such as {@code SHA-256}. */
    public record Checksum(String algorithm, String value) {}
}
