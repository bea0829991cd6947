package floria.engine.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import floria.engine.plan.Kinds;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.tosca.value.Value;

/**
 * What happened in a run since the last write: gathered, then written in one commit under the run's
 * fence. A step's end and the start of its successors share a commit, so that a chain costs one
 * commit a step.
 */
final class Journal {
    private final Store store;
    private final InstantSource clock;
    private final Run run;
    private final Deployment deployment;
    private final Map<String, Instance> instances;

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Instance> changed = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private Optional<End> end = Optional.empty();

    /** How the run ends, and what becomes of its deployment unless something newer is under way. */
    record End(Run.Status status, Deployment.Status deployment, Optional<String> error) {}

    /**
     * @param instances of the deployment; kept up to date by this journal
     */
    Journal(
            Store store,
            InstantSource clock,
            Run run,
            Deployment deployment,
            Map<String, Instance> instances) {
        this.store = store;
        this.clock = clock;
        this.run = run;
        this.deployment = deployment;
        this.instances = instances;
    }

    Step started(Step step) {
        Step now = with(step, Step.State.RUNNING, step.attempt() + 1, Optional.empty());
        steps.put(step.id(), now);
        if (step.attempt() == 0) {
            event(step, "step.started", step.reason(), Map.of());
        }
        state(step, Kinds.STATE_DURING);
        return now;
    }

    Step retrying(Step step, String error) {
        Step now = with(step, Step.State.RUNNING, step.attempt() + 1, Optional.of(error));
        steps.put(step.id(), now);
        event(
                step,
                "step.retrying",
                error,
                Map.of("error", error, "attempt", String.valueOf(now.attempt())));
        return now;
    }

    Step succeeded(Step step, Map<String, Map<String, Value>> attributes) {
        Step now = with(step, Step.State.SUCCEEDED, step.attempt(), Optional.empty());
        steps.put(step.id(), now);
        attributes.forEach((instance, values) ->
                change(
                        instance,
                        old -> {
                            Map<String, Value> merged = new LinkedHashMap<>(old.attributes());
                            merged.putAll(values);
                            return with(old, old.state(), merged);
                        }));
        event(step, "step.finished", step.id() + " is done", Map.of());
        state(step, Kinds.STATE_AFTER);
        return now;
    }

    Step failed(Step step, String error) {
        Step now = with(step, Step.State.FAILED, step.attempt(), Optional.of(error));
        steps.put(step.id(), now);
        event(step, "step.failed", error, Map.of("error", error));
        change(step.instance(), old -> with(old, Instance.State.ERROR, old.attributes()));
        nodeState(step, Instance.State.ERROR);
        return now;
    }

    Step skipped(Step step) {
        Step now = with(step, Step.State.SKIPPED, step.attempt(), Optional.empty());
        steps.put(step.id(), now);
        event(step, "step.skipped", step.id() + " is not taken", Map.of());
        return now;
    }

    /** The instance is no more, even if not all of its operations went well. */
    void gone(String instance) {
        change(instance, old -> with(old, Instance.State.DELETED, old.attributes()));
    }

    void ended(End how) {
        end = Optional.of(how);
    }

    boolean isEmpty() {
        return steps.isEmpty() && events.isEmpty() && end.isEmpty();
    }

    /** Writes everything that was gathered; returns when it is on disk. */
    void commit() {
        List<Step> stepsNow = List.copyOf(steps.values());
        List<Instance> instancesNow = List.copyOf(changed.values());
        List<Event> eventsNow = List.copyOf(events);
        Optional<End> endNow = end;
        store.write(
                new Store.Fence(run.id(), run.epoch()),
                writer -> {
                    stepsNow.forEach(writer::update);
                    instancesNow.forEach(writer::update);
                    writer.append(eventsNow);
                    endNow.ifPresent(
                            how -> RunEnd.write(writer, run, deployment, how, clock.instant()));
                    return stepsNow.size();
                });
        steps.clear();
        changed.clear();
        events.clear();
        end = Optional.empty();
    }

    private void state(Step step, String key) {
        String name = step.detail().get(key);
        if (name == null) {
            return;
        }
        Instance.State state = Instance.State.valueOf(name);
        Instance old = instances.get(step.instance());
        if (old != null && old.state() != state) {
            change(step.instance(), instance -> with(instance, state, instance.attributes()));
            nodeState(step, state);
        }
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
        Instance now = instances.computeIfPresent(instance, (_, old) -> how.apply(old));
        if (now != null) {
            changed.put(instance, now);
        }
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
                        Optional.of(step.node()),
                        run.actor(),
                        type,
                        message,
                        all));
    }

    private Step with(Step step, Step.State state, int attempt, Optional<String> error) {
        Instant now = clock.instant();
        return new Step(
                step.run(),
                step.id(),
                step.kind(),
                step.version(),
                step.node(),
                step.instance(),
                step.dependsOn(),
                step.detail(),
                step.reason(),
                state,
                attempt,
                error,
                state == Step.State.RUNNING && step.startedAt().isEmpty()
                        ? Optional.of(now)
                        : step.startedAt(),
                state.isFinal() ? Optional.of(now) : Optional.empty());
    }

    private static Instance with(
            Instance old, Instance.State state, Map<String, Value> attributes) {
        return new Instance(
                old.id(),
                old.deployment(),
                old.node(),
                old.index(),
                state,
                old.generation(),
                old.site(),
                old.offer(),
                attributes,
                old.generated());
    }
}
