package floria.tosca.model;

import java.util.List;
import java.util.Optional;

import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;

/** A function that a file declares (TOSCA 2.0 §10.8). */
public record FunctionDefinition(
        String name, String description, List<Signature> signatures, Location location) {
    public FunctionDefinition {
        signatures = List.copyOf(signatures);
    }

    /**
     * One way to call it.
     *
     * @param arguments that must be given, then those that may be
     * @param variadic whether the last one may come again and again
     */
    public record Signature(
            List<Schema> arguments,
            List<Schema> optional,
            boolean variadic,
            Schema result,
            Optional<Artifact> implementation) {
        public Signature {
            arguments = List.copyOf(arguments);
            optional = List.copyOf(optional);
        }

        /** Whether it takes so many arguments. */
        public boolean takes(int count) {
            int most = arguments.size() + optional.size();
            return count >= arguments.size() && (variadic || count <= most);
        }
    }
}
