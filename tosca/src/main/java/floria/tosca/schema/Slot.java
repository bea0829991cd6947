package floria.tosca.schema;

import java.util.Optional;

import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/**
 * Where a value stands.
 *
 * @param title such as {@code property 'port' of node 'web'}, for messages
 * @param definition where its type is declared
 * @param calls is told of every function in the value
 */
public record Slot(String title, Optional<Location> definition, Calls calls) {

    /**
     * Takes note of functions, to be checked when all templates are known; {@code expected} is what
     * the function must give.
     */
    @FunctionalInterface
    public interface Calls {
        void called(Value.Call call, Mapping where, Schema expected);
    }

    /** Functions in it may be anything. */
    public static Slot unchecked(String title) {
        return new Slot(title, Optional.empty(), (_, _, _) -> {});
    }

    /** The slot of something whose definition stands elsewhere. */
    public Slot defined(String name, Location at) {
        return new Slot(name, Optional.of(at), calls);
    }

    Slot part(String name) {
        return new Slot(name + " of " + title, definition, calls);
    }
}
