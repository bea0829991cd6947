package floria.engine.deployment;

import java.util.List;

import floria.engine.state.Step;
import floria.placement.Placement;
import floria.tosca.problem.Problem;

/**
 * What would happen.
 *
 * @param problems warnings only
 * @param steps in an order in which they may run; ids of instances are placeholders
 */
public record Preview(String name, List<Problem> problems, Placement placement, List<Step> steps) {}
