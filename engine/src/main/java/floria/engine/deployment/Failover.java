package floria.engine.deployment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import floria.engine.lesson.Lessons;
import floria.engine.plan.Kinds;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.run.Succession;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Ulid;
import floria.engine.state.Writer;
import floria.placement.Placement;
import floria.placement.Placement.Assignment;
import floria.placement.Placer;
import floria.placement.failover.Blocks;

/**
 * When something cannot be made because a site failed, a new revision has it somewhere else, and a
 * run of the same kind goes on from what is there. What is made already stays; only a first
 * installation may also take down what is bound to what failed.
 */
final class Failover implements Succession {
    private final Lessons lessons;
    private final Placing placing;
    private final Blueprints blueprints;
    private final Announcements announcements;
    private final Ulid ids;
    private final InstantSource clock;

    Failover(
            Lessons lessons,
            Placing placing,
            Blueprints blueprints,
            Announcements announcements,
            Ulid ids,
            InstantSource clock) {
        this.lessons = lessons;
        this.placing = placing;
        this.blueprints = blueprints;
        this.announcements = announcements;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<Predicate<Writer>> after(
            Run run, Deployment deployment, List<Step> failed, Instances instances) {
        Tries tries = Tries.of(run.detail());
        Instant now = clock.instant();
        Blueprint base = blueprints.of(deployment, run.revision());
        Blocks blocks = lessons.blocks();
        Map<String, Blocks.Block> met = new TreeMap<>();
        for (Step step : failed) {
            Optional<Blocks.Block> block =
                    instances
                            .find(step.instance())
                            .filter(_ -> step.kind().equals(Kinds.ENSURE))
                            .flatMap(
                                    one -> blocks.met(Lessons.attempt(base, one), run.createdAt()));
            if (block.isEmpty()) {
                return Optional.empty();
            }
            met.put(step.node(), block.get());
        }
        if (met.isEmpty() || !tries.allowAnother(run, now)) {
            return Optional.empty();
        }
        Scope scope = new Scope(deployment.project(), run.actor());
        return placing.elsewhere(scope, base, moving(run, base, met.keySet(), instances), tries)
                .map(placement -> follower(run, base, placement, tries, met));
    }

    /** What may be placed anew, the least first. */
    private List<Set<String>> moving(
            Run run, Blueprint base, Set<String> failed, Instances instances) {
        Placement placement = base.revision().placement();
        Set<String> least = new TreeSet<>();
        for (String node : failed) {
            if (Placer.isNetwork(node)) {
                String site = placement.of(node).map(Assignment::site).orElse("");
                placement.assignments().values().stream()
                        .filter(one -> one.site().equals(site) && !Placer.isNetwork(one.node()))
                        .forEach(one -> least.add(one.node()));
            } else {
                least.add(node);
            }
        }
        List<Set<String>> sets = new ArrayList<>(List.of(least));
        Set<String> bound = placing.bound(base, least);
        Set<String> kept =
                instances.all().stream()
                        .filter(one -> one.reached() != Instance.State.INITIAL)
                        .map(Instance::node)
                        .collect(Collectors.toSet());
        // What an earlier run has made may hold data, and is in use.
        boolean fresh = run.kind() == Run.Kind.INSTALL;
        if (fresh
                || bound.stream().allMatch(node -> least.contains(node) || !kept.contains(node))) {
            sets.add(bound);
        }
        if (fresh) {
            sets.add(placement.assignments().keySet());
        }
        return sets.stream().distinct().toList();
    }

    private Predicate<Writer> follower(
            Run run,
            Blueprint base,
            Placement placement,
            Tries tries,
            Map<String, Blocks.Block> met) {
        Revision old = base.revision();
        Instant now = clock.instant();
        Revision next =
                new Revision(
                        old.deployment(),
                        old.number() + 1,
                        old.template(),
                        old.sources(),
                        old.inputs(),
                        placement.because(reasons(met)),
                        old.counts(),
                        origin(old.placement(), placement, met),
                        run.actor(),
                        now);
        Map<String, String> detail = new LinkedHashMap<>(run.detail());
        detail.putAll(tries.next(run).detail());
        return writer -> {
            Deployment seen = writer.deployment(run.deployment());
            if (seen.revision() != run.revision() || seen.status() == Deployment.Status.DELETING) {
                return false;
            }
            Scope scope = new Scope(seen.project(), run.actor());
            Run follower =
                    Run.waiting(
                            ids.next(), seen, run.kind(), next.number(), detail, run.actor(), now);
            Deployment changed = seen.at(next.number(), seen.status(), now);
            writer.insert(next);
            writer.update(changed);
            writer.insert(follower);
            announcements.event(
                    writer,
                    scope,
                    changed,
                    "placement.failover",
                    next.origin(),
                    Map.of("run", run.id(), "attempt", Integer.toString(tries.made() + 1)));
            announcements.run(writer, scope, changed, follower);
            return true;
        };
    }

    private static List<String> reasons(Map<String, Blocks.Block> met) {
        return met.entrySet().stream()
                .map(entry ->
                        entry.getKey()
                                + " was tried on "
                                + entry.getValue().target().site()
                                + ": "
                                + entry.getValue().fault().message())
                .toList();
    }

    private static String origin(Placement before, Placement after, Map<String, Blocks.Block> met) {
        return met.entrySet().stream()
                .map(entry ->
                        place(after, entry.getKey())
                                + " instead of "
                                + place(before, entry.getKey())
                                + " for "
                                + entry.getKey()
                                + ": "
                                + entry.getValue().fault().message())
                .collect(Collectors.joining("; "));
    }

    private static String place(Placement placement, String node) {
        return placement.of(node).map(one -> one.site() + "/" + one.offer()).orElse("elsewhere");
    }
}
