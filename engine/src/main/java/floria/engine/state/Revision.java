package floria.engine.state;

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
 */
public record Revision(
        String deployment,
        int number,
        String template,
        Map<String, String> sources,
        Map<String, Value> inputs,
        Placement placement) {
    public Revision {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
