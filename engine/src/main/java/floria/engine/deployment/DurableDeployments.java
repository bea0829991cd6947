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

import floria.engine.lesson.Lessons;
import floria.engine.operation.Machines;
import floria.engine.plan.Plan;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.run.Runner;
import floria.engine.run.Succession;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.state.Ulid;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;

/**
 * Deployments kept in a {@link Store}: what is accepted here has been written to disk, and a {@link
 * Runner} takes it from there.
 */
public final class DurableDeployments implements Deployments {
    private final Store store;
    private final Intake intake;
    private final Planning planning;
    private final Blueprints blueprints;
    private final Changing changing;
    private final Errands errands;
    private final Steering steering;
    private final InstanceFiles files;
    private final Announcements announcements;
    private final Runner runner;
    private final Ulid ids;
    private final InstantSource clock;

    public DurableDeployments(
            Store store,
            Intake intake,
            Planning planning,
            Blueprints blueprints,
            Machines machines,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.intake = intake;
        this.planning = planning;
        this.blueprints = blueprints;
        files = new InstanceFiles(store, blueprints, machines);
        announcements = new Announcements(clock);
        changing =
                new Changing(
                        store, intake, planning, blueprints, announcements, runner, ids, clock);
        errands = new Errands(store, planning, blueprints, announcements, runner, ids, clock);
        steering = new Steering(store, announcements, runner, ids, clock);
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /** What goes on elsewhere when a site fails. */
    public static Succession failover(
            Lessons lessons,
            Placing placing,
            Blueprints blueprints,
            Ulid ids,
            InstantSource clock) {
        return new Failover(lessons, placing, blueprints, new Announcements(clock), ids, clock);
    }

    @Override
    public List<Problem> validate(Request request) {
        return intake.read(request).problems();
    }

    @Override
    public Preview plan(Scope scope, Request request) {
        Intake.Accepted accepted;
        try {
            accepted = intake.accept(scope, request);
        } catch (Refusal refusal) {
            if (refusal.code() != Refusal.Code.UNPLACEABLE || request.queued().isEmpty()) {
                throw refusal;
            }
            Intake.Accepted waiting = intake.waiting(scope, request, refusal);
            return new Preview(waiting.name(), waiting.warnings(), waiting.placement(), List.of());
        }
        Deployment none = deployment(scope, accepted.name());
        Plan plan =
                planning.install(
                        Blueprints.of(none, revision(scope, none, accepted), accepted.reading()),
                        new Instances(List.of()),
                        Planning.Wanting.NOTHING,
                        "preview");
        return new Preview(
                accepted.name(), accepted.warnings(), accepted.placement(), plan.steps());
    }

    @Override
    public Deployment create(Scope scope, Request request, Optional<String> idempotencyKey) {
        String hash = intake.hash(request);
        Optional<Deployment> before = repeated(scope, idempotencyKey, hash);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<Deployment> existing = store.deploymentNamed(scope, Names.of(request));
        Intake.Accepted accepted;
        try {
            accepted =
                    intake.accept(
                            scope,
                            request,
                            existing.filter(old -> old.status() == Deployment.Status.DATA_KEPT)
                                    .map(old -> blueprints.of(old, old.revision())));
        } catch (Refusal refusal) {
            if (refusal.code() != Refusal.Code.UNPLACEABLE
                    || request.queued().isEmpty()
                    || existing.isPresent()) {
                throw refusal;
            }
            return wait(scope, request, refusal, idempotencyKey, hash);
        }
        existing.filter(old -> old.status() != Deployment.Status.DATA_KEPT)
                .ifPresent(this::refuseName);
        Tries tries = Tries.first(request);
        try {
            Deployment created =
                    existing.map(old -> revive(scope, old, accepted, tries, idempotencyKey, hash))
                            .orElseGet(() -> insert(scope, accepted, tries, idempotencyKey, hash));
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

    /** Accepts what there is no room for now: it stands still until the queue lets it go on. */
    private Deployment wait(
            Scope scope, Request request, Refusal refusal, Optional<String> key, String hash) {
        Intake.Accepted accepted = intake.waiting(scope, request, refusal);
        Request.Wait how = request.queued().orElseThrow();
        Instant now = clock.instant();
        Deployment fresh = deployment(scope, accepted.name());
        Deployment deployment =
                fresh.with(
                        Deployment.Status.PAUSED, Optional.of("it waits until there is room"), now);
        Map<String, String> detail = new LinkedHashMap<>(Tries.first(request).detail());
        detail.put(Run.WAITS, "yes");
        Run run =
                Run.waiting(
                                ids.next(),
                                deployment,
                                Run.Kind.INSTALL,
                                deployment.revision(),
                                detail,
                                scope.actor(),
                                now)
                        .ended(Run.Status.PAUSED, now);
        store.write(writer -> {
            writer.insert(deployment);
            accepted.keep(writer);
            writer.insert(revision(scope, deployment, accepted));
            writer.insert(run);
            writer.await(
                    new Store.Waiting(
                            deployment.id(),
                            deployment.project(),
                            how.priority(),
                            now,
                            0,
                            how.most().map(now::plus)));
            announcements.event(
                    writer,
                    scope,
                    deployment,
                    "deployment.created",
                    deployment.name() + " waits until there is room",
                    Map.of());
            key.ifPresent(given ->
                    writer.remember(scope, given, new Store.Remembered(deployment.id(), hash)));
            return deployment;
        });
        return deployment;
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
            Scope scope, Intake.Accepted accepted, Tries tries, Optional<String> key, String hash) {
        Deployment deployment = deployment(scope, accepted.name());
        return begin(scope, deployment, true, accepted, tries, key, hash);
    }

    private Deployment deployment(Scope scope, String name) {
        Instant now = clock.instant();
        return new Deployment(
                ids.next(),
                scope.project(),
                scope.actor(),
                name,
                Deployment.Status.DEPLOYING,
                1,
                Optional.empty(),
                now,
                now);
    }

    /** Takes a deployment up again whose volumes were kept. */
    private Deployment revive(
            Scope scope,
            Deployment old,
            Intake.Accepted accepted,
            Tries tries,
            Optional<String> key,
            String hash) {
        store.instances(scope, old.id()).stream()
                .filter(instance -> !accepted.topology().nodes().containsKey(instance.node()))
                .findFirst()
                .ifPresent(lost -> {
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            "the data of "
                                    + lost.node()
                                    + " was kept, and this template has no node of that name",
                            "use the template that the deployment was made from, or delete its data: floria down "
                                    + accepted.name());
                });
        store.instances(scope, old.id()).stream()
                .filter(instance ->
                        accepted.placement()
                                .of(instance.node())
                                .filter(at -> at.site().equals(instance.site()))
                                .filter(at -> at.offer().equals(instance.offer()))
                                .isEmpty())
                .findFirst()
                .ifPresent(lost -> {
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            "the data of "
                                    + lost.node()
                                    + " was kept on "
                                    + lost.site()
                                    + ", and would be lost elsewhere or as something else",
                            "ask for what was asked for then, without another site; or delete the data: floria down "
                                    + accepted.name());
                });
        Deployment again = old.at(old.revision() + 1, Deployment.Status.DEPLOYING, clock.instant());
        return begin(scope, again, false, accepted, tries, key, hash);
    }

    private Deployment begin(
            Scope scope,
            Deployment deployment,
            boolean isNew,
            Intake.Accepted accepted,
            Tries tries,
            Optional<String> key,
            String hash) {
        Run run =
                Run.waiting(
                        ids.next(),
                        deployment,
                        Run.Kind.INSTALL,
                        deployment.revision(),
                        tries.detail(),
                        scope.actor(),
                        clock.instant());
        store.write(writer -> {
            if (isNew) {
                writer.insert(deployment);
            } else {
                writer.update(deployment);
            }
            accepted.keep(writer);
            writer.insert(revision(scope, deployment, accepted));
            writer.insert(run);
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

    private Revision revision(Scope scope, Deployment deployment, Intake.Accepted accepted) {
        return new Revision(
                deployment.id(),
                deployment.revision(),
                accepted.template(),
                accepted.hashes(),
                accepted.inputs(),
                accepted.placement(),
                Map.of(),
                "created",
                scope.actor(),
                clock.instant());
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
        Evaluator evaluator = blueprint.evaluator(new Instances(instances));
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
    public Forecast forecast(Scope scope, String nameOrId, Wish wish) {
        return changing.forecast(scope, get(scope, nameOrId), wish);
    }

    @Override
    public Deployment change(
            Scope scope,
            String nameOrId,
            Wish wish,
            Consent consent,
            Optional<String> idempotencyKey) {
        String hash = intake.hash(wish);
        return repeated(scope, idempotencyKey, hash)
                .orElseGet(() -> {
                    try {
                        return changing.change(
                                scope,
                                get(scope, nameOrId),
                                wish,
                                consent,
                                idempotencyKey.map(key -> new Changing.Once(key, hash)));
                    } catch (StoreException.KeyTaken taken) {
                        return repeated(scope, idempotencyKey, hash).orElseThrow(() -> taken);
                    }
                });
    }

    @Override
    public Map<String, Workflow> workflows(Scope scope, String nameOrId) {
        Deployment deployment = get(scope, nameOrId);
        return blueprints.of(deployment, deployment.revision()).topology().workflows();
    }

    @Override
    public List<Step> rehearse(Scope scope, String nameOrId, Errand errand) {
        return errands.rehearse(scope, get(scope, nameOrId), errand).steps();
    }

    @Override
    public Run run(Scope scope, String nameOrId, Errand errand, Optional<String> idempotencyKey) {
        String hash = intake.hash(errand);
        return begun(scope, idempotencyKey, hash)
                .orElseGet(() -> {
                    try {
                        return errands.begin(
                                scope,
                                get(scope, nameOrId),
                                errand,
                                idempotencyKey.map(key -> new Changing.Once(key, hash)));
                    } catch (StoreException.KeyTaken taken) {
                        return begun(scope, idempotencyKey, hash).orElseThrow(() -> taken);
                    }
                });
    }

    /** The run that an earlier request with this key led to. */
    private Optional<Run> begun(Scope scope, Optional<String> key, String hash) {
        return repeated(scope, key, hash)
                .map(deployment ->
                        store.runs(scope, deployment.id()).stream()
                                .filter(run ->
                                        key.equals(Optional.ofNullable(run.detail().get(Run.KEY))))
                                .findFirst()
                                .orElseThrow());
    }

    @Override
    public List<Revision> revisions(Scope scope, String nameOrId) {
        return store.revisions(scope, get(scope, nameOrId).id());
    }

    @Override
    public List<Step> steps(Scope scope, String nameOrId, String run) {
        Deployment deployment = get(scope, nameOrId);
        return store.runs(scope, deployment.id()).stream()
                .filter(one -> one.id().equals(run))
                .findFirst()
                .map(one -> store.steps(scope, one.id()))
                .orElseThrow(() ->
                        new Refusal(
                                Refusal.Code.NOT_FOUND, deployment.name() + " has no run " + run));
    }

    @Override
    public Run cancel(Scope scope, String nameOrId) {
        return steering.stop(scope, get(scope, nameOrId), Run.Stop.Why.CANCEL);
    }

    @Override
    public Run pause(Scope scope, String nameOrId) {
        return steering.stop(scope, get(scope, nameOrId), Run.Stop.Why.PAUSE);
    }

    @Override
    public Run resume(Scope scope, String nameOrId) {
        return steering.resume(scope, get(scope, nameOrId));
    }

    @Override
    public Run retry(Scope scope, String nameOrId) {
        return steering.retry(scope, get(scope, nameOrId));
    }

    @Override
    public Run skip(Scope scope, String nameOrId, String step, String why) {
        return steering.skip(scope, get(scope, nameOrId), step, why);
    }

    @Override
    public Deployment delete(Scope scope, String nameOrId, boolean keepData, boolean force) {
        return steering.delete(scope, get(scope, nameOrId), keepData, force);
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
