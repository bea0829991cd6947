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
 * @param reached the last state in which it stood still, what an interrupted change goes on from;
 *     {@link State#DELETED} when its resource was to be released and nobody knows how that ended
 * @param revision the revision whose meaning it has, or is being given
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
        State reached,
        int revision,
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
        ERROR;

        /** Whether an instance stands still in it, instead of being on its way to another. */
        public boolean isStanding() {
            return switch (this) {
                case INITIAL, CREATED, CONFIGURED, STARTED, DELETED -> true;
                case CREATING, CONFIGURING, STARTING, STOPPING, DELETING, ERROR -> false;
            };
        }
    }

    public Instance {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        generated = Collections.unmodifiableMap(new LinkedHashMap<>(generated));
    }

    /** The node's name, with the index when it is not the first instance. */
    public String label() {
        return index == 0 ? node : node + "." + index;
    }

    /**
     * Whether its resource may be gone, or may go at any moment, since a release of it was begun:
     * it is not to be relied on any more, nor is its key to be used for anything new.
     */
    public boolean mayBeGone() {
        return reached == State.DELETED;
    }

    /** The same in another state. */
    public Instance in(State next) {
        return with(next, next.isStanding() ? next : reached, attributes);
    }

    /** The same in a state that takes it back to {@code standing}. */
    public Instance fallen(State next, State standing) {
        return with(next, standing, attributes);
    }

    /** The same with these values besides those that it has. */
    public Instance with(Map<String, Value> more) {
        Map<String, Value> merged = new LinkedHashMap<>(attributes);
        merged.putAll(more);
        return with(state, reached, merged);
    }

    /** The same, meant as {@code number} means it. */
    public Instance of(int number) {
        return new Instance(
                id,
                deployment,
                node,
                index,
                state,
                reached,
                number,
                generation,
                site,
                offer,
                attributes,
                generated);
    }

    /** The same, there. */
    public Instance at(String where, String from) {
        return new Instance(
                id,
                deployment,
                node,
                index,
                state,
                reached,
                revision,
                generation,
                where,
                from,
                attributes,
                generated);
    }

    /** Nothing of the same yet, to be made somewhere as a new generation. */
    public Instance renewed(int next, String where, String from) {
        return new Instance(
                id,
                deployment,
                node,
                index,
                State.INITIAL,
                State.INITIAL,
                revision,
                next,
                where,
                from,
                Map.of(),
                generated);
    }

    private Instance with(State next, State standing, Map<String, Value> values) {
        return new Instance(
                id,
                deployment,
                node,
                index,
                next,
                standing,
                revision,
                generation,
                site,
                offer,
                values,
                generated);
    }
}
