package floria.tosca.schema;

import java.util.Optional;
import java.util.function.Supplier;

import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/**
 * Where a value stands.
 *
 * @param name such as {@code property 'port' of node 'web'}, for messages; put together when there
 *     is one, since most values are as they should be
 * @param definition where its type is declared
 * @param calls is told of every function in the value
 */
public record Slot(Supplier<String> name, Optional<Location> definition, Calls calls) {

    public Slot(String title, Optional<Location> definition, Calls calls) {
        this(() -> title, definition, calls);
    }

    /** What messages call it. */
    public String title() {
        return name.get();
    }

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
    public Slot defined(String title, Location at) {
        return new Slot(title, Optional.of(at), calls);
    }

    Slot part(String part) {
        return new Slot(() -> part + " of " + title(), definition, calls);
    }
}
