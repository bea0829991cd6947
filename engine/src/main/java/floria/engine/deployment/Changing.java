package floria.engine.deployment;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.site.Offer;
import floria.tosca.model.NodeTemplate;
import floria.tosca.problem.Problem;
import floria.tosca.value.Value;

/**
 * Takes wishes for deployments that there are: makes the revision that each means, forecasts what
 * that changes, and has it carried out. A run that is under way when a wish is accepted ends after
 * the steps in flight, and the run of the wish goes on from there.
 */
final class Changing {
    private static final int TRIES = 20;

    private final Store store;
    private final Intake intake;
    private final Planning planning;
    private final Blueprints blueprints;
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
        this.intake = intake;
        this.planning = planning;
        this.blueprints = blueprints;
        this.announcements = announcements;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /** The idempotency key of a wish, and the hash by which the wish is known again. */
    record Once(String key, String hash) {}

    /** A wish understood: the revision that it means, or the present one, and the run for it. */
    private record Draft(
            Run.Kind kind,
            Blueprint base,
            Blueprint wanted,
            Optional<Intake.Accepted> accepted,
            Map<String, String> detail) {

        boolean isNew() {
            return wanted.revision().number() != base.revision().number();
        }

        Draft trying(Optional<Tries> tries) {
            return new Draft(
                    kind, base, wanted, accepted, tries.map(Tries::detail).orElse(Map.of()));
        }

        List<String> removal() {
            String listed = detail.getOrDefault(Run.REMOVAL, "");
            return listed.isEmpty() ? List.of() : List.of(listed.split(","));
        }

        List<Problem> warnings() {
            return accepted.map(Intake.Accepted::warnings).orElse(List.of());
        }
    }

    Forecast forecast(Scope scope, Deployment deployment, Wish wish) {
        refuseGone(deployment);
        List<Instance> instances = store.instances(scope, deployment.id());
        Draft draft = draft(scope, deployment, wish);
        return new Forecast(
                state(deployment, instances),
                draft.warnings(),
                draft.base().revision().placement(),
                draft.wanted().revision().placement(),
                plan(deployment, draft, new Instances(instances)),
                draft.wanted().revision().origin());
    }

    private Plan plan(Deployment deployment, Draft draft, Instances instances) {
        return planning.towards(
                draft.wanted(),
                instances,
                draft.removal(),
                draft.kind() == Run.Kind.HEAL
                        ? planning.health(deployment, draft.wanted(), instances)
                        : Planning.Health.UNKNOWN,
                "forecast");
    }

    Deployment change(
            Scope scope, Deployment known, Wish wish, Consent consent, Optional<Once> once) {
        for (int tries = 1; ; tries++) {
            Deployment deployment = store.deployment(scope, known.id()).orElse(known);
            refuseGone(deployment);
            Draft draft = draft(scope, deployment, wish);
            check(scope, deployment, draft, consent);
            try {
                Deployment changed = write(scope, deployment, draft, once);
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

    private void check(Scope scope, Deployment deployment, Draft draft, Consent consent) {
        List<Instance> instances = store.instances(scope, deployment.id());
        if (consent.state().isPresent()
                && !consent.state().get().equals(state(deployment, instances))) {
            throw stale(deployment);
        }
        if (consent.loseData() || !draft.isNew()) {
            return;
        }
        List<String> lost =
                plan(deployment, draft, new Instances(instances)).changes().stream()
                        .filter(change -> change.kind().takesDown() && !change.gone())
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

    private static void refuseGone(Deployment deployment) {
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
            case DEPLOYING, UPDATING, PAUSED, RUNNING, FAILED, CANCELLED -> {}
        }
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

    // ---- what a wish means

    private Draft draft(Scope scope, Deployment deployment, Wish wish) {
        Blueprint base = blueprints.of(deployment, deployment.revision());
        return switch (wish) {
            case Wish.Update(var template, var inputs) -> {
                Map<String, Value> all = new LinkedHashMap<>(inputs);
                template.ifPresent(request -> request.inputs().forEach(all::putIfAbsent));
                Intake.Accepted accepted =
                        intake.amend(scope, base, template, all, Optional.empty());
                yield amended(scope, base, accepted, updated(template, all))
                        .trying(template.map(Tries::first));
            }
            case Wish.Move(var site) -> {
                Intake.Accepted accepted =
                        intake.amend(scope, base, Optional.empty(), Map.of(), Optional.of(site));
                yield amended(scope, base, accepted, "moved to " + site)
                        .trying(
                                Optional.of(
                                        Tries.first(
                                                Preferences.BALANCED,
                                                Optional.of(site),
                                                Attempts.USUAL)));
            }
            case Wish.Scale scale -> scaled(scope, base, scale);
            case Wish.Rollback(var to) -> {
                int number = to.orElse(base.revision().number() - 1);
                Revision old =
                        store.revision(scope, deployment.id(), number)
                                .orElseThrow(() ->
                                        new Refusal(
                                                Refusal.Code.NOT_FOUND,
                                                deployment.name() + " has no revision " + number,
                                                "floria revisions "
                                                        + deployment.name()
                                                        + " shows them"));
                yield next(
                        scope,
                        base,
                        blueprints.of(deployment, number),
                        old.counts(),
                        Run.Kind.ROLLBACK,
                        "rolled back to " + number,
                        Map.of());
            }
            case Wish.Heal _ -> new Draft(Run.Kind.HEAL, base, base, Optional.empty(), Map.of());
        };
    }

    private static String updated(Optional<Request> template, Map<String, Value> inputs) {
        String named = String.join(", ", inputs.keySet().stream().sorted().toList());
        String values = inputs.isEmpty() ? "" : "changed " + named;
        return template.isEmpty()
                ? (values.isEmpty() ? "made again" : values)
                : "another template" + (values.isEmpty() ? "" : ", " + values);
    }

    private Draft amended(Scope scope, Blueprint base, Intake.Accepted accepted, String origin) {
        Map<String, Integer> counts = new TreeMap<>(base.revision().counts());
        counts.keySet().retainAll(accepted.topology().nodes().keySet());
        Revision revision =
                new Revision(
                        base.deployment().id(),
                        base.revision().number() + 1,
                        accepted.template(),
                        accepted.hashes(),
                        accepted.inputs(),
                        accepted.placement(),
                        counts,
                        origin,
                        scope.actor(),
                        clock.instant());
        return new Draft(
                Run.Kind.UPDATE,
                base,
                Blueprints.of(base.deployment(), revision, accepted.reading()),
                Optional.of(accepted),
                Map.of());
    }

    private Draft scaled(Scope scope, Blueprint base, Wish.Scale scale) {
        Map<String, Integer> counts = new TreeMap<>(base.revision().counts());
        Map<String, Integer> asked = new TreeMap<>();
        scale.counts()
                .forEach((name, amount) -> {
                    NodeTemplate node =
                            Optional.ofNullable(base.topology().nodes().get(name))
                                    .orElseThrow(() -> noNode(base, name));
                    NodeTemplate decisive = Counts.decisive(base.topology(), node);
                    int number = amount.from(Counts.of(base, decisive));
                    bounded(base, decisive, number);
                    counts.put(decisive.name(), number);
                    asked.put(name, number);
                });
        String origin =
                "scaled "
                        + asked.entrySet().stream()
                                .map(entry -> entry.getKey() + " to " + entry.getValue())
                                .collect(Collectors.joining(", "));
        Map<String, String> detail =
                scale.removal().isEmpty()
                        ? Map.of()
                        : Map.of(Run.REMOVAL, String.join(",", removal(base, scale)));
        return next(scope, base, base, counts, Run.Kind.SCALE, origin, detail);
    }

    /**
     * What is named, and what shares its machine and its number: a machine goes with its software.
     */
    private static Set<String> removal(Blueprint base, Wish.Scale scale) {
        Set<String> all = new LinkedHashSet<>(scale.removal());
        for (String named : scale.removal()) {
            int dot = named.lastIndexOf('.');
            Optional.ofNullable(base.topology().nodes().get(named.substring(0, Math.max(0, dot))))
                    .map(node -> Counts.decisive(base.topology(), node))
                    .ifPresent(decisive ->
                            base.topology().nodes().values().stream()
                                    .filter(other ->
                                            Counts.decisive(base.topology(), other)
                                                    .equals(decisive))
                                    .forEach(
                                            other -> all.add(other.name() + named.substring(dot))));
        }
        return all;
    }

    private static Refusal noNode(Blueprint base, String name) {
        return new Refusal(
                Refusal.Code.NOT_FOUND,
                base.deployment().name() + " has no node " + name,
                "its nodes are " + String.join(", ", base.topology().nodes().keySet()));
    }

    private static void bounded(Blueprint base, NodeTemplate node, int number) {
        int least = Counts.bounds(base, node).least();
        int most = Counts.bounds(base, node).most();
        if (number < least || number > most) {
            throw new Refusal(
                    Refusal.Code.BAD_REQUEST,
                    node.name()
                            + " cannot have "
                            + number
                            + " instances"
                            + (number < 0 ? "" : ": its template allows " + least)
                            + (number < 0
                                    ? ""
                                    : most == Integer.MAX_VALUE ? " or more" : " to " + most));
        }
    }

    /** A revision that is like {@code like}, with these numbers of instances. */
    private Draft next(
            Scope scope,
            Blueprint base,
            Blueprint like,
            Map<String, Integer> counts,
            Run.Kind kind,
            String origin,
            Map<String, String> detail) {
        Revision old = like.revision();
        Revision revision =
                new Revision(
                        old.deployment(),
                        base.revision().number() + 1,
                        old.template(),
                        old.sources(),
                        old.inputs(),
                        old.placement(),
                        counts,
                        origin,
                        scope.actor(),
                        clock.instant());
        return new Draft(
                kind,
                base,
                Blueprints.of(base.deployment(), revision, like.reading()),
                Optional.empty(),
                detail);
    }

    // ---- what is written

    /** Something else was accepted since the deployment was read. */
    private static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("overtaken");
        }
    }

    private Deployment write(Scope scope, Deployment deployment, Draft draft, Optional<Once> once) {
        Revision revision = draft.wanted().revision();
        Run run =
                Run.waiting(
                        ids.next(),
                        deployment,
                        draft.kind(),
                        revision.number(),
                        draft.detail(),
                        scope.actor(),
                        clock.instant());
        List<Run> open = Steering.replaceable(store.runs(scope, deployment.id()));
        Deployment changed =
                store.write(writer -> {
                    Deployment now = writer.deployment(deployment.id());
                    if (now.revision() != deployment.revision()
                            || now.status() == Deployment.Status.DELETING
                            || now.status() == Deployment.Status.DELETED) {
                        throw new Overtaken();
                    }
                    if (draft.isNew()) {
                        draft.accepted().ifPresent(accepted -> accepted.keep(writer));
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
                            next.name() + " is updating: " + describe(draft),
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

    private static String describe(Draft draft) {
        return draft.isNew() ? draft.wanted().revision().origin() : "healing";
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
