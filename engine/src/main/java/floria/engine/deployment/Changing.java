package floria.engine.deployment;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import floria.engine.plan.Change;
import floria.engine.plan.Plan;
import floria.engine.resource.Located;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Run.Stop;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.Ulid;
import floria.engine.state.Writer;
import floria.site.Offer;

/**
 * Takes wishes for deployments that there are: makes the revision that each means, forecasts what
 * that changes, and has it carried out. A run that is under way when a wish is accepted ends after
 * the steps in flight, and the run of the wish goes on from there.
 */
final class Changing {
    private static final int TRIES = 20;

    private final Store store;
    private final Planning planning;
    private final Blueprints blueprints;
    private final Meanings meanings;
    private final Announcements announcements;
    private final Runner runner;
    private final Ulid ids;
    private final InstantSource clock;

    Changing(
            Store store,
            Intake intake,
            Planning planning,
            Blueprints blueprints,
            Announcements announcements,
            Runner runner,
            Ulid ids,
            InstantSource clock) {
        this.store = store;
        this.planning = planning;
        this.blueprints = blueprints;
        meanings = new Meanings(store, intake, blueprints, clock);
        this.announcements = announcements;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /** The idempotency key of a wish, and the hash by which the wish is known again. */
    record Once(String key, String hash) {}

    Forecast forecast(Scope scope, Deployment deployment, Wish wish) {
        refuseGone(scope, deployment);
        List<Instance> instances = store.instances(scope, deployment.id());
        Meaning meaning = meanings.of(scope, deployment, wish);
        Plan plan = plan(deployment, meaning, new Instances(instances));
        if (wish instanceof Wish.Move) {
            plan.obstacle()
                    .ifPresent(why -> {
                        throw obstructed(why);
                    });
        }
        return new Forecast(
                state(deployment, instances),
                meaning.warnings(),
                meaning.base().revision().placement(),
                meaning.wanted().revision().placement(),
                plan,
                meaning.wanted().revision().origin());
    }

    private Plan plan(Deployment deployment, Meaning meaning, Instances instances) {
        return planning.towards(
                meaning.wanted(),
                instances,
                new Planning.Wanting(meaning.removal(), meaning.losesData()),
                meaning.kind() == Run.Kind.HEAL
                        ? planning.health(deployment, meaning.wanted(), instances)
                        : Planning.Health.UNKNOWN,
                "forecast");
    }

    Deployment change(
            Scope scope, Deployment known, Wish wish, Consent consent, Optional<Once> once) {
        for (int tries = 1; ; tries++) {
            Deployment deployment = store.deployment(scope, known.id()).orElse(known);
            refuseGone(scope, deployment);
            Meaning meaning = meanings.of(scope, deployment, wish).losing(consent.loseData());
            check(scope, deployment, meaning, consent);
            try {
                Deployment changed = write(scope, deployment, meaning, once);
                runner.wake();
                return changed;
            } catch (Overtaken e) {
                // Somebody else's wish came between; this one is understood anew on top of it.
                if (consent.state().isPresent() || tries == TRIES) {
                    throw stale(deployment);
                }
            }
        }
    }

    private void check(Scope scope, Deployment deployment, Meaning meaning, Consent consent) {
        List<Instance> instances = store.instances(scope, deployment.id());
        if (consent.state().isPresent()
                && !consent.state().get().equals(state(deployment, instances))) {
            throw stale(deployment);
        }
        if (meaning.losesData() || !meaning.isNew()) {
            return;
        }
        Plan plan = plan(deployment, meaning, new Instances(instances));
        plan.obstacle()
                .ifPresent(why -> {
                    throw obstructed(why);
                });
        Set<String> carried = plan.carried();
        List<String> lost =
                plan.changes().stream()
                        .filter(change -> change.kind().takesDown() && !change.gone())
                        .filter(change -> !carried.contains(change.instance().id()))
                        .filter(change -> change.instance().state() != Instance.State.INITIAL)
                        .filter(change -> isVolume(deployment, change))
                        .map(change -> change.instance().label())
                        .toList();
        if (!lost.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    "what is on "
                            + String.join(", ", lost)
                            + " would be lost, since "
                            + (lost.size() == 1 ? "it is" : "they are")
                            + " removed or made anew",
                    "agree to that with --lose-data, or save what is on it first: floria cp");
        }
    }

    private static Refusal obstructed(String why) {
        return new Refusal(
                Refusal.Code.CONFLICT,
                why,
                "save what is on it first (floria cp), then agree to lose it with --lose-data; or"
                        + " choose another site");
    }

    private boolean isVolume(Deployment deployment, Change change) {
        Blueprint meant = blueprints.of(deployment, change.instance().revision());
        return Located.kind(meant.topology(), change.instance().node())
                .filter(kind -> kind == Offer.Kind.VOLUME)
                .isPresent();
    }

    private static Refusal stale(Deployment deployment) {
        return new Refusal(
                Refusal.Code.CONFLICT,
                deployment.name() + " has changed since this plan was made",
                "look at the plan again");
    }

    private void refuseGone(Scope scope, Deployment deployment) {
        switch (deployment.status()) {
            case DELETING, DELETE_FAILED, DATA_KEPT, DELETED ->
                    throw new Refusal(
                            Refusal.Code.CONFLICT,
                            deployment.name()
                                    + " is "
                                    + deployment
                                            .status()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' ')
                                    + ", so it cannot be changed",
                            "create it again: floria up");
            case PAUSED ->
                    store.runs(scope, deployment.id()).stream()
                            .findFirst()
                            .filter(run -> run.kind().removes() && !run.status().isFinal())
                            .ifPresent(_ -> {
                                throw new Refusal(
                                        Refusal.Code.CONFLICT,
                                        deployment.name()
                                                + " was being taken down when it was paused, so"
                                                + " it cannot be changed",
                                        "let that end first: floria resume "
                                                + deployment.name()
                                                + ", then create it again: floria up");
                            });
            case DEPLOYING, UPDATING, RUNNING, FAILED, CANCELLED -> {}
        }
    }

    /** Whether it has come to be taken down. */
    private static boolean goes(Writer writer, Deployment now) {
        return switch (now.status()) {
            case DELETING, DELETED -> true;
            case PAUSED -> {
                Run newest = writer.newest(now.id());
                yield newest.kind().removes() && !newest.status().isFinal();
            }
            case DEPLOYING, UPDATING, RUNNING, FAILED, CANCELLED, DELETE_FAILED, DATA_KEPT -> false;
        };
    }

    /** Names the state of a deployment that a plan depends on. */
    private static String state(Deployment deployment, List<Instance> instances) {
        String text =
                deployment.revision()
                        + instances.stream()
                                .map(instance ->
                                        " "
                                                + instance.id()
                                                + instance.state()
                                                + instance.reached()
                                                + instance.revision()
                                                + "."
                                                + instance.generation())
                                .sorted()
                                .collect(Collectors.joining());
        return Hashes.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    /** Something else was accepted since the deployment was read. */
    private static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("overtaken");
        }
    }

    private Deployment write(
            Scope scope, Deployment deployment, Meaning meaning, Optional<Once> once) {
        Revision revision = meaning.wanted().revision();
        Run run =
                Run.waiting(
                        ids.next(),
                        deployment,
                        meaning.kind(),
                        revision.number(),
                        meaning.detail(),
                        scope.actor(),
                        clock.instant());
        List<Run> open = Steering.replaceable(store.runs(scope, deployment.id()));
        Deployment changed =
                store.write(writer -> {
                    Deployment now = writer.deployment(deployment.id());
                    if (now.revision() != deployment.revision() || goes(writer, now)) {
                        throw new Overtaken();
                    }
                    if (meaning.isNew()) {
                        meaning.accepted().ifPresent(accepted -> accepted.keep(writer));
                        writer.insert(revision);
                    }
                    open.forEach(old -> steer(writer, scope, old));
                    Deployment next =
                            now.at(revision.number(), Deployment.Status.UPDATING, clock.instant());
                    writer.update(next);
                    writer.insert(run);
                    announcements.event(
                            writer,
                            scope,
                            next,
                            "deployment.status",
                            next.name() + " is updating: " + describe(meaning),
                            Map.of("status", "updating"));
                    announcements.run(writer, scope, next, run);
                    once.ifPresent(given ->
                            writer.remember(
                                    scope,
                                    given.key(),
                                    new Store.Remembered(deployment.id(), given.hash())));
                    return next;
                });
        open.forEach(old -> runner.stop(old.id(), Stop.Why.STEER));
        return changed;
    }

    private static String describe(Meaning meaning) {
        return meaning.isNew() ? meaning.wanted().revision().origin() : "healing";
    }

    private void steer(Writer writer, Scope scope, Run known) {
        Run run = writer.run(known.id());
        if (run.status() == Run.Status.PAUSED) {
            Run ended = run.ended(Run.Status.SUPERSEDED, clock.instant());
            writer.update(ended);
            announcements.finished(writer, scope, writer.deployment(run.deployment()), ended);
        } else if (!run.status().isFinal()) {
            writer.update(run.stoppedBy(new Stop(Stop.Why.STEER, scope.actor())));
        }
    }
}
