package floria.engine.deployment;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.state.Deployment;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.placement.Placement;
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.tosca.model.NodeTemplate;
import floria.tosca.value.Value;

/** Understands wishes: what a revision would be that fulfils them, and which run leads to it. */
final class Meanings {
    private final Store store;
    private final Intake intake;
    private final Blueprints blueprints;
    private final Prices prices;
    private final InstantSource clock;

    Meanings(Store store, Intake intake, Blueprints blueprints, InstantSource clock) {
        this.store = store;
        this.intake = intake;
        this.blueprints = blueprints;
        this.prices = new Prices(blueprints);
        this.clock = clock;
    }

    /** What a wish means for a deployment as it stands. */
    Meaning of(Scope scope, Deployment deployment, Wish wish) {
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
            case Wish.Move(var site, var losesData) -> {
                Intake.Accepted accepted =
                        intake.amend(scope, base, Optional.empty(), Map.of(), Optional.of(site));
                yield amended(scope, base, accepted, "moved to " + site)
                        .trying(
                                Optional.of(
                                        Tries.first(
                                                Preferences.BALANCED,
                                                Optional.of(site),
                                                Attempts.USUAL)))
                        .losing(losesData);
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
                        old.placement(),
                        old.counts(),
                        Run.Kind.ROLLBACK,
                        "rolled back to " + number,
                        Map.of());
            }
            case Wish.Heal _ -> new Meaning(Run.Kind.HEAL, base, base, Optional.empty(), Map.of());
        };
    }

    private static String updated(Optional<Request> template, Map<String, Value> inputs) {
        String named = String.join(", ", inputs.keySet().stream().sorted().toList());
        String values = inputs.isEmpty() ? "" : "changed " + named;
        return template.isEmpty()
                ? (values.isEmpty() ? "made again" : values)
                : "another template" + (values.isEmpty() ? "" : ", " + values);
    }

    private Meaning amended(Scope scope, Blueprint base, Intake.Accepted accepted, String origin) {
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
        return new Meaning(
                Run.Kind.UPDATE,
                base,
                Blueprints.of(base.deployment(), revision, accepted.reading()),
                Optional.of(accepted),
                Map.of());
    }

    private Meaning scaled(Scope scope, Blueprint base, Wish.Scale scale) {
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
        return next(
                scope,
                base,
                base,
                prices.with(base, counts),
                counts,
                Run.Kind.SCALE,
                origin,
                detail);
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

    /** A revision that is like {@code like}, with these numbers of instances, placed so. */
    private Meaning next(
            Scope scope,
            Blueprint base,
            Blueprint like,
            Placement placement,
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
                        placement,
                        counts,
                        origin,
                        scope.actor(),
                        clock.instant());
        return new Meaning(
                kind,
                base,
                Blueprints.of(base.deployment(), revision, like.reading()),
                Optional.empty(),
                detail);
    }
}
