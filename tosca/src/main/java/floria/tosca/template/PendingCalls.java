package floria.tosca.template;

import java.util.ArrayList;
import java.util.List;

import floria.tosca.schema.Slot;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** Functions that were met while templates were read, to be checked when all are known. */
final class PendingCalls {
    private final List<Pending> all = new ArrayList<>();

    record Pending(Value.Call call, Mapping where, Place place) {}

    /** Takes note of functions that stand in {@code place}. */
    Slot.Calls in(Place place) {
        return (call, where) -> all.add(new Pending(call, where, place));
    }

    List<Pending> all() {
        return all;
    }
}
