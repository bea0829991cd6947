package floria.engine.operation;

import java.util.Optional;

import floria.engine.plan.Kinds;
import floria.engine.run.StepContext;
import floria.engine.state.Instance;
import floria.tosca.model.Operation;
import floria.tosca.model.Requirement;

/** The relationship that a step's operation belongs to, and the instances at its ends. */
record Link(Instance source, Instance target, Requirement requirement) {

    static Link of(StepContext context) {
        Instance source = end(context, Kinds.SOURCE);
        int number = Integer.parseInt(context.step().detail().getOrDefault(Kinds.REQUIREMENT, "0"));
        return new Link(
                source,
                end(context, Kinds.TARGET),
                context.blueprint().topology().node(source.node()).requirements().get(number));
    }

    private static Instance end(StepContext context, String key) {
        return context.instances()
                .find(context.step().detail().getOrDefault(key, ""))
                .orElseThrow();
    }

    Operation operation(String name) {
        return requirement.relationship().interfaces().values().stream()
                .flatMap(found -> Optional.ofNullable(found.operations().get(name)).stream())
                .filter(operation -> operation.implementation().isPresent())
                .findFirst()
                .orElseThrow();
    }
}
