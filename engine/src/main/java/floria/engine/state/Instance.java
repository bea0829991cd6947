package floria.engine.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import floria.tosca.value.Value;

/**
 * One running copy of a node.
 *
 * @param id a ULID; the identity in the keys of the instance's resources
 * @param index from 0
 * @param generation of its resource, from 1
 * @param site and {@code offer}: where its resource is; empty for what runs on another node
 * @param attributes runtime values by TOSCA's names; those of a capability as {@code
 *     CAPABILITY/ATTRIBUTE}
 * @param generated values that were made for properties that the template leaves open
 */
public record Instance(
        String id,
        String deployment,
        String node,
        int index,
        State state,
        int generation,
        String site,
        String offer,
        Map<String, Value> attributes,
        Map<String, Value> generated) {

    /** The node states of TOSCA (1.3 §3.4.1) that Floria uses. */
    public enum State {
        INITIAL,
        CREATING,
        CREATED,
        CONFIGURING,
        CONFIGURED,
        STARTING,
        STARTED,
        STOPPING,
        DELETING,
        DELETED,
        ERROR
    }

    public Instance {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        generated = Collections.unmodifiableMap(new LinkedHashMap<>(generated));
    }
}
