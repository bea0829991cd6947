package floria.engine.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import floria.placement.Placement;
import floria.tosca.value.Value;

/**
 * One frozen desired state of a deployment.
 *
 * @param template the address of the service template in {@code sources}
 * @param sources every source that the template rests on: address to the content's hash, see {@link
 *     Store#blob}
 * @param inputs checked values, secrets as {@link Value.Secret}
 * @param counts how many instances of a node are wanted, where it is not the template's number
 * @param origin what led to it, a few words such as {@code scaled web to 3}
 * @param actor who asked for it
 */
public record Revision(
        String deployment,
        int number,
        String template,
        Map<String, String> sources,
        Map<String, Value> inputs,
        Placement placement,
        Map<String, Integer> counts,
        String origin,
        String actor,
        Instant createdAt) {
    public Revision {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        counts = Map.copyOf(counts);
    }
}
