package floria.engine.deployment;

import java.util.List;

import floria.engine.plan.Plan;
import floria.placement.Placement;
import floria.tosca.problem.Problem;

/**
 * What a change would do.
 *
 * @param state names the state of the deployment that this was made from
 * @param problems warnings only
 * @param before where everything is now
 * @param after where everything would be
 * @param origin what the revision would say of itself
 */
public record Forecast(
        String state,
        List<Problem> problems,
        Placement before,
        Placement after,
        Plan plan,
        String origin) {}
