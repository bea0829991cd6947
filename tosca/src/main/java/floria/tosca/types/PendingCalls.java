package floria.tosca.types;

import java.util.ArrayList;
import java.util.List;

import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.schema.Slot;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** Functions that were met while a template was read, to be checked when everything is known. */
public final class PendingCalls {
    private final List<Pending> all = new ArrayList<>();

    /**
     * A function.
     *
     * @param expected what it must give
     */
    public record Pending(Value.Call call, Mapping where, Place place, Schema expected) {}

    /** Takes note of functions that stand in {@code place}. */
    public Slot.Calls in(Place place) {
        return (call, where, expected) -> all.add(new Pending(call, where, place, expected));
    }

    public List<Pending> all() {
        return all;
    }
}
