package floria.engine.deployment;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.engine.plan.Plan;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.engine.workflow.Flows;
import floria.engine.workflow.Mistakes;
import floria.engine.workflow.Scene;
import floria.tosca.Tosca;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.Topology;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Nearest;
import floria.tosca.problem.Problem;

/**
 * Takes workflows on. The run of one waits until all that was asked for before has ended, and what
 * is asked for after it waits for its end.
 */
final class Errands {
    private final Store store;
    private final Planning planning;
    private final Blueprints blueprints;
    private final Announcements announcements;
    private final Runner runner;
    private final Ulid ids;
    private final InstantSource clock;

    Errands(
            Store store,
            Planning planning,
            Blueprints blueprints,
            Announcements announcements,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.planning = planning;
        this.blueprints = blueprints;
        this.announcements = announcements;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /** The steps that it would have now. */
    Plan rehearse(Scope scope, Deployment deployment, Errand errand) {
        Understood understood = understood(scope, deployment, errand);
        return planning.flow(
                understood.scene().blueprint(),
                understood.scene().instances(),
                understood.scene().workflow(),
                "forecast");
    }

    Run begin(Scope scope, Deployment deployment, Errand errand, Optional<Changing.Once> once) {
        Understood understood = understood(scope, deployment, errand);
        Map<String, String> detail = new HashMap<>(understood.detail());
        once.ifPresent(given -> detail.put(Run.KEY, given.key()));
        Run run =
                Run.waiting(
                        ids.next(),
                        deployment,
                        Run.Kind.WORKFLOW,
                        deployment.revision(),
                        detail,
                        scope.actor(),
                        clock.instant());
        store.write(writer -> {
            Deployment now = writer.deployment(deployment.id());
            refuseDown(now);
            writer.insert(run);
            announcements.run(writer, scope, now, run);
            once.ifPresent(given ->
                    writer.remember(
                            scope,
                            given.key(),
                            new Store.Remembered(deployment.id(), given.hash())));
            return run;
        });
        runner.wake();
        return run;
    }

    private record Understood(Scene scene, Map<String, String> detail) {}

    private Understood understood(Scope scope, Deployment deployment, Errand errand) {
        refuseDown(deployment);
        Blueprint blueprint = blueprints.of(deployment, deployment.revision());
        Instances instances = new Instances(store.instances(scope, deployment.id()));
        return switch (errand) {
            case Errand.Flow flow -> flow(scope, deployment, blueprint, instances, flow);
            case Errand.Fired(var policy, var trigger) -> {
                Workflow workflow =
                        Flows.trigger(blueprint.topology(), policy, trigger)
                                .orElseThrow(() ->
                                        new Refusal(
                                                Refusal.Code.NOT_FOUND,
                                                deployment.name()
                                                        + " has no trigger "
                                                        + policy
                                                        + "/"
                                                        + trigger));
                refuse(deployment, workflow, Mistakes.of(blueprint.topology(), workflow));
                yield new Understood(
                        new Scene(blueprint, instances, workflow, Map.of()),
                        Map.of(Run.POLICY, policy, Run.TRIGGER, trigger));
            }
        };
    }

    private Understood flow(
            Scope scope,
            Deployment deployment,
            Blueprint blueprint,
            Instances instances,
            Errand.Flow flow) {
        Topology topology = blueprint.topology();
        Workflow workflow = topology.workflows().get(flow.workflow());
        if (workflow == null) {
            throw new Refusal(
                    Refusal.Code.NOT_FOUND,
                    deployment.name() + " has no workflow " + flow.workflow(),
                    Nearest.hint(flow.workflow(), topology.workflows().keySet())
                            .orElse(
                                    topology.workflows().isEmpty()
                                            ? "its template has none"
                                            : "its workflows are "
                                                    + String.join(
                                                            ", ", topology.workflows().keySet())));
        }
        refusePlans(deployment, flow.workflow());
        Tosca.Inputs inputs = Tosca.inputs(topology, workflow, flow.inputs());
        List<Problem> problems = new ArrayList<>(inputs.problems());
        problems.addAll(Mistakes.of(topology, workflow));
        refuse(deployment, workflow, problems);
        Map<String, String> detail = new LinkedHashMap<>(Map.of(Run.FLOW, flow.workflow()));
        flow.inputs()
                .forEach((name, value) -> {
                    if (isSecret(workflow, name)) {
                        throw new Refusal(
                                Refusal.Code.BAD_REQUEST,
                                "the input " + name + " of a workflow is secret, and is not kept",
                                "make it an input of the template, which is kept sealed, and use it"
                                        + " by get_input");
                    }
                    detail.put(Run.INPUT + name, value.asText());
                });
        Scene scene = new Scene(blueprint, instances, workflow, inputs.values());
        refuseUnmet(scope, deployment, scene);
        return new Understood(scene, detail);
    }

    private static boolean isSecret(Workflow workflow, String input) {
        return Optional.ofNullable(workflow.inputs().get(input))
                .filter(PropertyDefinition::isSecret)
                .isPresent();
    }

    /** What does not hold is refused at once when nothing is under way that could change it. */
    private void refuseUnmet(Scope scope, Deployment deployment, Scene scene) {
        if (store.runs(scope, deployment.id()).stream().anyMatch(run -> !run.status().isFinal())) {
            return;
        }
        List<String> unmet =
                scene.workflow().preconditions().stream()
                        .filter(precondition -> !scene.holds(precondition))
                        .map(Scene::words)
                        .toList();
        if (!unmet.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    "a precondition of "
                            + scene.workflow().name()
                            + " does not hold: "
                            + String.join("; ", unmet),
                    "floria show " + deployment.name() + " shows the states of its nodes");
        }
    }

    private static void refusePlans(Deployment deployment, String name) {
        if (Flows.INSTALL.contains(name) || Flows.UNINSTALL.contains(name)) {
            boolean up = Flows.INSTALL.contains(name);
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    name
                            + " is the plan by which "
                            + deployment.name()
                            + (up ? " is brought up" : " is taken down"),
                    up
                            ? "floria heal " + deployment.name() + " mends what is up"
                            : "floria down " + deployment.name() + " takes it down by it");
        }
    }

    private static void refuse(Deployment deployment, Workflow workflow, List<Problem> problems) {
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "workflow " + workflow.name() + " of " + deployment.name() + " cannot be run",
                    Optional.empty(),
                    problems,
                    List.of());
        }
    }

    private static void refuseDown(Deployment deployment) {
        switch (deployment.status()) {
            case DELETING, DELETE_FAILED, DATA_KEPT, DELETED, PAUSED ->
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            deployment.name()
                                    + " is "
                                    + deployment
                                            .status()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' ')
                                    + ", so no workflow can be run",
                            deployment.status() == Deployment.Status.PAUSED
                                    ? "let it go on first: floria resume " + deployment.name()
                                    : "create it again: floria up");
            case DEPLOYING, UPDATING, RUNNING, FAILED, CANCELLED -> {}
        }
    }
}
