package floria.engine.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import floria.engine.plan.Change;
import floria.engine.plan.Kinds;
import floria.engine.plan.Plan;
import floria.engine.plan.Switched;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.engine.state.Machines;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.Writer;
import floria.tosca.value.Value;

/**
 * What happened in a run since the last write: gathered, then written in one commit under the run's
 * fence. A step's end and the start of its successors share a commit, so that a chain costs one
 * commit a step.
 */
final class Journal {
    /** TOSCA's attribute of a node (1.3 §5.9.1). */
    private static final String STATE = "state";

    private final Store store;
    private final InstantSource clock;
    private final Run run;
    private final Deployment deployment;
    private final Instances instances;

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Instance> changed = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Consumer<Writer>> more = new ArrayList<>();
    private Optional<End> end = Optional.empty();

    /**
     * How the run ends.
     *
     * @param deployment what becomes of its deployment unless something newer is under way; empty
     *     when that is for something newer to say
     * @param successor what is to follow instead, if it still can, see {@link Succession}
     */
    record End(
            Run.Status status,
            Optional<Deployment.Status> deployment,
            Optional<String> error,
            Optional<Predicate<Writer>> successor) {
        static End of(
                Run.Status status, Optional<Deployment.Status> deployment, Optional<String> error) {
            return new End(status, deployment, error, Optional.empty());
        }

        End followed(Predicate<Writer> by) {
            return new End(status, deployment, error, Optional.of(by));
        }
    }

    /**
     * @param instances of the deployment; kept up to date by this journal
     */
    Journal(Store store, InstantSource clock, Run run, Deployment deployment, Instances instances) {
        this.store = store;
        this.clock = clock;
        this.run = run;
        this.deployment = deployment;
        this.instances = instances;
    }

    Step started(Step step) {
        Step now =
                step.in(Step.State.RUNNING, step.attempt() + 1, Optional.empty(), clock.instant());
        steps.put(step.id(), now);
        if (step.attempt() == 0) {
            event(step, "step.started", step.reason(), Map.of());
        }
        prepare(step);
        state(step, Kinds.STATE_DURING);
        return now;
    }

    Step retrying(Step step, String error) {
        Step now =
                step.in(
                        Step.State.RUNNING,
                        step.attempt() + 1,
                        Optional.of(error),
                        clock.instant());
        steps.put(step.id(), now);
        event(
                step,
                "step.retrying",
                error,
                Map.of("error", error, "attempt", String.valueOf(now.attempt())));
        return now;
    }

    Step succeeded(Step step, Map<String, Map<String, Value>> attributes) {
        Step now = step.in(Step.State.SUCCEEDED, step.attempt(), Optional.empty(), clock.instant());
        steps.put(step.id(), now);
        attributes.forEach((instance, values) -> change(instance, old -> old.with(values)));
        event(step, "step.finished", step.id() + " is done", Map.of());
        state(step, Kinds.STATE_AFTER);
        if (step.kind().equals(Kinds.SWITCH)) {
            Switched.of(step).forEach((id, how) -> change(id, how::of));
        }
        if (step.kind().equals(Kinds.RELEASE)
                && Instance.State.INITIAL.name().equals(step.detail().get(Kinds.STATE_AFTER))) {
            // Whichever run makes it anew: a late release must not mean what is made then.
            change(
                    step.instance(),
                    old -> old.renewed(old.generation() + 1, old.site(), old.offer()));
        }
        return now;
    }

    Step failed(Step step, String error) {
        Step now = step.in(Step.State.FAILED, step.attempt(), Optional.of(error), clock.instant());
        steps.put(step.id(), now);
        event(step, "step.failed", error, Map.of("error", error));
        if (Kinds.isBeside(step.kind())) {
            // The generation that the instance has is as it was.
            return now;
        }
        if (step.detail().containsKey(Kinds.TOLERATED) && !step.kind().equals(Kinds.RELEASE)) {
            state(step, Kinds.STATE_AFTER);
        } else if (!step.detail().containsKey(Kinds.ACTIVITY) || isOnItsWay(step)) {
            change(step.instance(), old -> old.in(Instance.State.ERROR));
            nodeState(step, Instance.State.ERROR);
        }
        doubt(step);
        return now;
    }

    /** A release that was begun may have had its effect, or have it yet, whatever was answered. */
    private void doubt(Step step) {
        if (step.kind().equals(Kinds.RELEASE) && step.state() == Step.State.RUNNING) {
            change(step.instance(), old -> old.fallen(old.state(), State.DELETED));
        }
    }

    /** Whether the instance was being taken from one state to another. */
    private boolean isOnItsWay(Step step) {
        return instances
                .find(step.instance())
                .filter(instance -> !instance.state().isStanding())
                .isPresent();
    }

    /** The step is not to be taken, as things went. */
    Step leftOut(Step step, String why) {
        Step now = step.in(Step.State.SKIPPED, step.attempt(), Optional.of(why), clock.instant());
        steps.put(step.id(), now);
        event(step, "step.skipped", step.id() + " is left out: " + why, Map.of("why", why));
        return now;
    }

    Step skipped(Step step) {
        Step now = step.in(Step.State.SKIPPED, step.attempt(), Optional.empty(), clock.instant());
        steps.put(step.id(), now);
        event(step, "step.skipped", step.id() + " is not taken", Map.of());
        doubt(step);
        return now;
    }

    /** Something else is written with what was gathered. */
    void with(Consumer<Writer> write) {
        more.add(write);
    }

    /** These are being removed; whether that was not known of some of them. */
    boolean going(Collection<String> ids) {
        boolean any = false;
        for (String id : ids) {
            boolean stays =
                    instances
                            .find(id)
                            .filter(one -> !Machines.INSTANCE.allows(one.state(), State.DELETED))
                            .isPresent();
            if (stays) {
                change(id, old -> old.in(State.DELETING));
                any = true;
            }
        }
        return any;
    }

    /** The instance is no more, even if not all of its operations went well. */
    void gone(String instance) {
        change(instance, old -> old.in(Instance.State.DELETED));
        Instant now = clock.instant();
        more.add(writer -> writer.left(instance, now));
    }

    /** The run has a plan: what is new, what is as the revision means it, and the steps. */
    void planned(Plan plan) {
        List<Instance> fresh = new ArrayList<>();
        for (Change change : plan.changes()) {
            Instance instance = change.instance();
            if (instances.find(instance.id()).isEmpty()) {
                fresh.add(instance);
                instances.put(instance);
            } else if (change.kind() == Change.Kind.NONE
                    && !run.kind().removes()
                    && instance.revision() != run.revision()) {
                change(instance.id(), old -> old.of(run.revision()));
            }
        }
        List<Instance> settled = List.copyOf(changed.values());
        changed.clear();
        store.write(
                new Store.Fence(run.id(), run.epoch()),
                writer -> {
                    fresh.forEach(writer::insert);
                    settled.forEach(writer::update);
                    writer.plan(run, plan.steps());
                    return plan.steps().size();
                });
    }

    void ended(End how) {
        end = Optional.of(how);
    }

    boolean isEmpty() {
        return steps.isEmpty() && events.isEmpty() && more.isEmpty() && end.isEmpty();
    }

    /** Writes everything that was gathered; returns when it is on disk. */
    void commit() {
        List<Step> stepsNow = List.copyOf(steps.values());
        List<Instance> instancesNow = List.copyOf(changed.values());
        List<Event> eventsNow = List.copyOf(events);
        List<Consumer<Writer>> moreNow = List.copyOf(more);
        Optional<End> endNow = end;
        store.write(
                new Store.Fence(run.id(), run.epoch()),
                writer -> {
                    stepsNow.forEach(writer::update);
                    instancesNow.forEach(writer::update);
                    writer.append(eventsNow);
                    moreNow.forEach(write -> write.accept(writer));
                    endNow.ifPresent(
                            how -> RunEnd.write(writer, run, deployment, how, clock.instant()));
                    return stepsNow.size();
                });
        steps.clear();
        changed.clear();
        events.clear();
        more.clear();
        end = Optional.empty();
    }

    /** From here on the instance is what the step's revision means, and where the step says. */
    private void prepare(Step step) {
        if (step.kind().equals(Kinds.SWITCH)) {
            Switched.of(step)
                    .forEach((id, how) -> {
                        if (how.part() == Switched.Part.SOFTWARE) {
                            change(id, old -> old.in(State.DELETING));
                        }
                    });
        }
        if (step.detail().containsKey(Kinds.ACTIVITY) || Kinds.isBeside(step.kind())) {
            return;
        }
        int meant =
                Optional.ofNullable(step.detail().get(Kinds.REVISION))
                        .map(Integer::valueOf)
                        .orElse(run.revision());
        String generation = step.detail().get(Kinds.GENERATION);
        change(
                step.instance(),
                old -> {
                    Instance now = old.revision() == meant ? old : old.of(meant);
                    if (generation == null) {
                        return now;
                    }
                    int next = Integer.parseInt(generation);
                    String site = step.detail().getOrDefault(Kinds.SITE, now.site());
                    String offer = step.detail().getOrDefault(Kinds.OFFER, now.offer());
                    return next == now.generation()
                            ? now.at(site, offer)
                            : now.renewed(next, site, offer);
                });
    }

    /** The step is to be taken again from the beginning when the run goes on. */
    Step postponed(Step step) {
        Step now = step.in(Step.State.PENDING, step.attempt(), step.error(), clock.instant());
        steps.put(step.id(), now);
        doubt(step);
        return now;
    }

    private void state(Step step, String key) {
        String name = step.detail().get(key);
        if (name == null) {
            return;
        }
        Instance.State state = Instance.State.valueOf(name);
        if (instances.find(step.instance()).filter(old -> old.state() != state).isPresent()) {
            change(step.instance(), old -> told(old.in(state)));
            nodeState(step, state);
        }
    }

    /** A state that a workflow gave it by a word of its own is over. */
    private static Instance told(Instance instance) {
        return instance.attributes().containsKey(STATE)
                ? instance.with(
                        Map.of(STATE, Value.text(instance.state().name().toLowerCase(Locale.ROOT))))
                : instance;
    }

    private void nodeState(Step step, Instance.State state) {
        String word = state.name().toLowerCase(Locale.ROOT);
        event(
                step,
                "node.state",
                step.node() + " is " + word,
                Map.of("state", word, "instance", step.instance()));
    }

    private void change(String instance, UnaryOperator<Instance> how) {
        instances
                .find(instance)
                .map(how)
                .ifPresent(now -> {
                    instances.put(now);
                    changed.put(instance, now);
                });
    }

    private void event(Step step, String type, String message, Map<String, String> data) {
        Map<String, String> all = new LinkedHashMap<>(data);
        all.put("step", step.id());
        events.add(
                new Event(
                        0,
                        clock.instant(),
                        deployment.project(),
                        deployment.id(),
                        Optional.of(run.id()),
                        Optional.of(step.node()).filter(node -> !node.isEmpty()),
                        run.actor(),
                        type,
                        message,
                        all));
    }
}
