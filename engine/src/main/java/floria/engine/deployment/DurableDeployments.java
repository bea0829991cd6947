package floria.engine.deployment;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import floria.engine.operation.Machines;
import floria.engine.plan.Planner;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.state.Ulid;
import floria.engine.state.Writer;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;

/**
 * Deployments kept in a {@link Store}: what is accepted here has been written to disk, and a {@link
 * Runner} takes it from there.
 */
public final class DurableDeployments implements Deployments {
    private final Store store;
    private final Intake intake;
    private final Blueprints blueprints;
    private final InstanceFiles files;
    private final Announcements announcements;
    private final Runner runner;
    private final Ulid ids;
    private final InstantSource clock;

    public DurableDeployments(
            Store store,
            Intake intake,
            Blueprints blueprints,
            Machines machines,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.intake = intake;
        this.blueprints = blueprints;
        files = new InstanceFiles(store, blueprints, machines);
        announcements = new Announcements(clock);
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<Problem> validate(Request request) {
        return intake.read(request).problems();
    }

    @Override
    public Preview plan(Scope scope, Request request) {
        Intake.Accepted accepted = intake.accept(scope, request);
        List<Step> steps =
                new Planner(accepted.topology(), intake.instances("preview", accepted, List.of()))
                        .install("preview");
        return new Preview(accepted.name(), accepted.warnings(), accepted.placement(), steps);
    }

    @Override
    public Deployment create(Scope scope, Request request, Optional<String> idempotencyKey) {
        String hash = intake.hash(request);
        Optional<Deployment> before = repeated(scope, idempotencyKey, hash);
        if (before.isPresent()) {
            return before.get();
        }
        Intake.Accepted accepted = intake.accept(scope, request);
        Optional<Deployment> existing = store.deploymentNamed(scope, accepted.name());
        existing.filter(old -> old.status() != Deployment.Status.DATA_KEPT)
                .ifPresent(this::refuseName);
        try {
            Deployment created =
                    existing.map(old -> revive(scope, old, accepted, idempotencyKey, hash))
                            .orElseGet(() -> insert(scope, accepted, idempotencyKey, hash));
            runner.wake();
            return created;
        } catch (StoreException.NameTaken | StoreException.KeyTaken _) {
            // The same request may have come twice at the same moment.
            Optional<Deployment> twin = repeated(scope, idempotencyKey, hash);
            if (twin.isPresent()) {
                return twin.get();
            }
            store.deploymentNamed(scope, accepted.name()).ifPresent(this::refuseName);
            throw new Refusal(
                    Refusal.Code.NAME_TAKEN,
                    "there is already a deployment named " + accepted.name());
        }
    }

    private Optional<Deployment> repeated(Scope scope, Optional<String> key, String hash) {
        return key.flatMap(given -> store.remembered(scope, given))
                .map(before -> {
                    if (!before.requestHash().equals(hash)) {
                        throw new Refusal(
                                Refusal.Code.CONFLICT,
                                "this idempotency key was used for another request");
                    }
                    return store.deployment(scope, before.deployment()).orElseThrow();
                });
    }

    private void refuseName(Deployment old) {
        throw new Refusal(
                Refusal.Code.NAME_TAKEN,
                "there is already a deployment named "
                        + old.name()
                        + ", and it is "
                        + old.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                "choose another name with --name, or take it down first: floria down "
                        + old.name());
    }

    private Deployment insert(
            Scope scope, Intake.Accepted accepted, Optional<String> key, String hash) {
        Instant now = clock.instant();
        Deployment deployment =
                new Deployment(
                        ids.next(),
                        scope.project(),
                        scope.actor(),
                        accepted.name(),
                        Deployment.Status.DEPLOYING,
                        1,
                        Optional.empty(),
                        now,
                        now);
        return begin(scope, deployment, true, accepted, List.of(), key, hash);
    }

    /** Takes a deployment up again whose volumes were kept. */
    private Deployment revive(
            Scope scope,
            Deployment old,
            Intake.Accepted accepted,
            Optional<String> key,
            String hash) {
        Deployment again =
                new Deployment(
                        old.id(),
                        old.project(),
                        old.owner(),
                        old.name(),
                        Deployment.Status.DEPLOYING,
                        old.revision() + 1,
                        Optional.empty(),
                        old.createdAt(),
                        clock.instant());
        return begin(scope, again, false, accepted, store.instances(scope, old.id()), key, hash);
    }

    private Deployment begin(
            Scope scope,
            Deployment deployment,
            boolean isNew,
            Intake.Accepted accepted,
            List<Instance> kept,
            Optional<String> key,
            String hash) {
        List<Instance> instances = intake.instances(deployment.id(), accepted, kept);
        Run run = run(scope, deployment, Run.Kind.INSTALL);
        List<Step> steps = new Planner(accepted.topology(), instances).install(run.id());
        store.write(writer -> {
            if (isNew) {
                writer.insert(deployment);
            } else {
                writer.update(deployment);
            }
            writer.insert(accepted.revision(deployment, writer));
            instances.stream().filter(instance -> !kept.contains(instance)).forEach(writer::insert);
            writer.insert(run, steps);
            String verb = isNew ? "created" : "taken up again";
            announcements.event(
                    writer,
                    scope,
                    deployment,
                    "deployment.created",
                    deployment.name() + " is " + verb,
                    Map.of());
            announcements.run(writer, scope, deployment, run);
            key.ifPresent(given ->
                    writer.remember(scope, given, new Store.Remembered(deployment.id(), hash)));
            return deployment;
        });
        return deployment;
    }

    private Run run(Scope scope, Deployment deployment, Run.Kind kind) {
        return new Run(
                ids.next(),
                deployment.id(),
                kind,
                deployment.revision(),
                Run.Status.ACTIVE,
                scope.actor(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                clock.instant(),
                Optional.empty());
    }

    @Override
    public Deployment get(Scope scope, String nameOrId) {
        return store.deploymentNamed(scope, nameOrId)
                .or(() -> store.deployment(scope, nameOrId))
                .orElseThrow(() ->
                        new Refusal(
                                Refusal.Code.NOT_FOUND,
                                "there is no deployment " + nameOrId,
                                "floria ls shows those that there are"));
    }

    @Override
    public List<Deployment> list(Scope scope, boolean deleted, Optional<String> before, int limit) {
        return store.deployments(scope, deleted, before, limit);
    }

    @Override
    public Details details(Scope scope, String nameOrId) {
        Deployment deployment = get(scope, nameOrId);
        Blueprint blueprint = blueprints.of(deployment, deployment.revision());
        List<Instance> instances = store.instances(scope, deployment.id());
        List<Run> runs = store.runs(scope, deployment.id());
        return new Details(
                deployment,
                blueprint.revision().placement(),
                instances,
                runs,
                runs.isEmpty() ? List.of() : store.steps(scope, runs.getFirst().id()),
                outputs(blueprint, instances));
    }

    /** Outputs as far as they are known; one that is not yet is left out. */
    private static Map<String, Value> outputs(Blueprint blueprint, List<Instance> instances) {
        Evaluator evaluator = blueprint.evaluator(instances);
        Map<String, Value> outputs = new LinkedHashMap<>();
        blueprint
                .topology()
                .outputs()
                .forEach((name, output) ->
                        output.value()
                                .map(evaluator::evaluate)
                                .filter(value -> !value.isOpen())
                                .ifPresent(value -> outputs.put(name, value)));
        return outputs;
    }

    @Override
    public Run cancel(Scope scope, String nameOrId) {
        Deployment deployment = get(scope, nameOrId);
        Run newest = store.runs(scope, deployment.id()).getFirst();
        Run cancelled = store.write(writer -> requestCancel(writer, scope, deployment, newest));
        runner.cancel(newest.id());
        return cancelled;
    }

    private Run requestCancel(Writer writer, Scope scope, Deployment deployment, Run known) {
        Run run = writer.run(known.id());
        if (run.status().isFinal() || run.cancelRequested().isPresent()) {
            return run;
        }
        Run cancelled = run.cancelledBy(scope.actor());
        writer.update(cancelled);
        announcements.event(
                writer,
                scope,
                deployment,
                "run.cancelling",
                "a cancel was asked for by " + scope.actor(),
                Map.of("run", run.id()));
        return cancelled;
    }

    @Override
    public Deployment delete(Scope scope, String nameOrId, boolean keepData) {
        Deployment deployment = get(scope, nameOrId);
        if (deployment.status() == Deployment.Status.DELETING
                || deployment.status() == Deployment.Status.DELETED
                || (keepData && deployment.status() == Deployment.Status.DATA_KEPT)) {
            return deployment;
        }
        Blueprint blueprint = blueprints.of(deployment, deployment.revision());
        Run run =
                run(
                        scope,
                        deployment,
                        keepData ? Run.Kind.UNINSTALL_KEEPING_DATA : Run.Kind.UNINSTALL);
        List<Step> steps =
                new Planner(blueprint.topology(), store.instances(scope, deployment.id()))
                        .uninstall(run.id(), keepData);
        List<Run> active =
                store.runs(scope, deployment.id()).stream()
                        .filter(old -> !old.status().isFinal())
                        .toList();
        Deployment deleting =
                store.write(writer -> {
                    Deployment now = writer.deployment(deployment.id());
                    if (now.status() == Deployment.Status.DELETING
                            || now.status() == Deployment.Status.DELETED) {
                        return now;
                    }
                    active.forEach(old -> requestCancel(writer, scope, deployment, old));
                    Deployment next =
                            now.with(Deployment.Status.DELETING, Optional.empty(), clock.instant());
                    writer.update(next);
                    writer.insert(run, steps);
                    announcements.event(
                            writer,
                            scope,
                            next,
                            "deployment.status",
                            next.name() + " is being deleted",
                            Map.of("status", "deleting"));
                    announcements.run(writer, scope, next, run);
                    return next;
                });
        active.forEach(old -> runner.cancel(old.id()));
        runner.wake();
        return deleting;
    }

    @Override
    public void download(
            Scope scope, String nameOrId, String node, int index, String path, OutputStream to) {
        files.download(scope, get(scope, nameOrId), new InstanceFiles.At(node, index, path), to);
    }

    @Override
    public void upload(
            Scope scope,
            String nameOrId,
            String node,
            int index,
            String path,
            InputStream content,
            long size) {
        files.upload(
                scope,
                get(scope, nameOrId),
                new InstanceFiles.At(node, index, path),
                content,
                size);
    }
}
