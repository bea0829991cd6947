package floria.engine.revision;

import java.util.List;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Topology;
import floria.tosca.source.Source;

/**
 * A revision with the topology that its frozen sources mean.
 *
 * @param sources by address, as they were when the revision was made
 */
public record Blueprint(
        Deployment deployment,
        Revision revision,
        Topology topology,
        java.util.Map<String, Source> sources) {

    /** Evaluates functions as things stand with {@code instances}. */
    public Evaluator evaluator(List<Instance> instances) {
        return new Evaluator(topology, revision.inputs(), new InstanceFacts(instances));
    }
}
