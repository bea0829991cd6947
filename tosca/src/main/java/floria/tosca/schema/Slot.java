package floria.tosca.schema;

import java.util.Optional;

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

    /** Takes note of functions, to be checked when all templates are known. */
    @FunctionalInterface
    public interface Calls {
        void called(Value.Call call, Mapping where);
    }

    /** Functions in it are not looked at. */
    public static Slot unchecked(String title) {
        return new Slot(title, Optional.empty(), (_, _) -> {});
    }

    Slot part(String name) {
        return new Slot(name + " of " + title, definition, calls);
    }
}
