package floria.engine.operation;

import java.util.Map;
import java.util.Set;

import floria.engine.plan.Kinds;
import floria.engine.run.Outcome;
import floria.engine.run.StepContext;
import floria.engine.run.StepExecutor;
import floria.engine.workflow.Place;
import floria.engine.workflow.Scene;
import floria.tosca.model.Workflow;
import floria.tosca.value.Value;

/** Looks at the conditions of workflows, and sets states. */
public final class WorkflowSteps implements StepExecutor {

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.FILTER, Kinds.CONDITION, Kinds.STATE);
    }

    @Override
    public Outcome execute(StepContext context) {
        return switch (context.step().kind()) {
            case Kinds.FILTER -> filter(context);
            case Kinds.CONDITION -> condition(context);
            default -> state(context);
        };
    }

    private static Place place(StepContext context) {
        return Place.of(context.step().detail().getOrDefault(Kinds.ACTIVITY, ""));
    }

    private static Scene scene(StepContext context) {
        return Scene.of(context.blueprint(), context.instances(), context.run()).orElseThrow();
    }

    private static Outcome filter(StepContext context) {
        Place place = place(context);
        Scene scene = scene(context).at(place, context.instance());
        Workflow.Step step = scene.step(place.spots().getLast());
        boolean holds =
                step.filter()
                        .map(filter ->
                                step.relationship()
                                        .map(name -> scene.holds(filter, context.instance(), name))
                                        .orElseGet(() -> scene.holds(filter, context.instance())))
                        .orElse(true);
        return holds
                ? Outcome.Done.PLAIN
                : new Outcome.LeftOut(
                        "the filter of "
                                + step.name()
                                + " does not hold for "
                                + context.instance().label());
    }

    private static Outcome condition(StepContext context) {
        Scene scene = scene(context);
        int number = place(context).spots().getLast().activity();
        Workflow.Precondition precondition = scene.workflow().preconditions().get(number);
        return scene.holds(precondition)
                ? Outcome.Done.PLAIN
                : new Outcome.Failed(
                        "a precondition of "
                                + scene.workflow().name()
                                + " does not hold: "
                                + Scene.words(precondition),
                        false);
    }

    private static Outcome state(StepContext context) {
        String word = context.step().detail().get(Kinds.WORD);
        return word == null
                ? Outcome.Done.PLAIN
                : new Outcome.Done(
                        Map.of(context.step().instance(), Map.of("state", Value.text(word))));
    }
}
