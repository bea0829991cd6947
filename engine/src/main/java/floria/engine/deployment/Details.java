package floria.engine.deployment;

import java.util.List;
import java.util.Map;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.placement.Placement;
import floria.tosca.value.Value;

/**
 * Everything about a deployment.
 *
 * @param runs newest first
 * @param steps of the newest run
 * @param outputs as far as they are known; secrets are {@link Value.Secret}, for the caller to mask
 *     or to show
 */
public record Details(
        Deployment deployment,
        Placement placement,
        List<Instance> instances,
        List<Run> runs,
        List<Step> steps,
        Map<String, Value> outputs) {}
