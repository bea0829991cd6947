package floria.engine.run;

import java.util.function.BooleanSupplier;

import floria.engine.log.Recorder;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.tosca.evaluation.Evaluator;

/**
 * What an executor may know of the step that it takes.
 *
 * @param number of the step in its plan, from 0
 * @param instances of the whole deployment, as they stand when it is asked; a view that is safe to
 *     read
 * @param cancelled turns true when the run is to stop
 * @param recorder takes what the step's commands print
 */
public record StepContext(
        Run run,
        Step step,
        int number,
        Blueprint blueprint,
        Instances instances,
        BooleanSupplier cancelled,
        Recorder recorder) {

    /** The instance that the step is for. */
    public Instance instance() {
        return instances.find(step.instance()).orElseThrow();
    }

    /** Evaluates functions as the instance of the step sees things. */
    public Evaluator evaluator() {
        return blueprint.evaluator(instances, instance());
    }
}
