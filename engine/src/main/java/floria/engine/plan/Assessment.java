package floria.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.engine.state.Instance.State;
import floria.placement.Demands;
import floria.placement.Placement;
import floria.placement.Placer;
import floria.tosca.value.Value;

/**
 * Says of every instance what becomes of it: each by itself first, then what that means for those
 * that rest on it.
 */
final class Assessment {
    private final Target target;
    private final Past past;
    private final Instances instances;
    private final Supplier<String> ids;
    private final String deployment;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<Instance> kept = new ArrayList<>();

    private Assessment(Target target, Past past, Instances instances, Supplier<String> ids) {
        this.target = target;
        this.past = past;
        this.instances = instances;
        this.ids = ids;
        this.deployment = target.blueprint().deployment().id();
    }

    /** By instance id; those that are new are among them. */
    static Map<String, Change> of(
            Target target, Past past, Instances instances, Supplier<String> ids) {
        Assessment assessment = new Assessment(target, past, instances, ids);
        assessment.each();
        assessment.compare();
        return new Propagation(target.blueprint().topology(), instances, assessment.inOrder())
                .done();
    }

    /** By node as the template has them, then by index. */
    private Map<String, Change> inOrder() {
        Map<String, Integer> position = new HashMap<>();
        for (String node : target.blueprint().topology().nodes().keySet()) {
            position.put(node, position.size());
        }
        Map<String, Change> ordered = new LinkedHashMap<>();
        changes.values().stream()
                .sorted(
                        Comparator.comparingInt((Change change) ->
                                        position.getOrDefault(change.instance().node(), -1))
                                .thenComparing(change -> change.instance().node())
                                .thenComparingInt(change -> change.instance().index()))
                .forEach(change -> ordered.put(change.instance().id(), change));
        return ordered;
    }

    private void each() {
        Set<String> wanted = new HashSet<>();
        for (String network : target.blueprint().revision().placement().networks()) {
            wanted.add(network);
            node(network, 1);
        }
        for (String node : target.blueprint().topology().nodes().keySet()) {
            wanted.add(node);
            node(node, target.counts().getOrDefault(node, 1));
        }
        instances.all().stream()
                .filter(instance -> instance.state() != State.DELETED)
                .filter(instance -> !wanted.contains(instance.node()))
                .sorted(Comparator.comparing(Instance::node).thenComparingInt(Instance::index))
                .forEach(instance ->
                        remove(instance, "the template has no " + instance.node() + " any more"));
    }

    private void node(String node, int count) {
        List<Instance> there = instances.of(node);
        Set<String> leaving = leaving(there, count);
        Set<Integer> taken = new HashSet<>();
        for (Instance instance : there) {
            if (leaving.contains(instance.id())) {
                remove(instance, node + " is to have " + count);
            } else {
                taken.add(instance.index());
                kept.add(instance);
            }
        }
        Map<String, Value> generated =
                there.stream()
                        .findFirst()
                        .map(Instance::generated)
                        .orElseGet(() -> target.generated().getOrDefault(node, Map.of()));
        for (int index = 0; taken.size() < count; index++) {
            if (taken.add(index)) {
                create(
                        node,
                        index,
                        generated,
                        there.isEmpty() ? "it is new" : node + " is to have " + count);
            }
        }
    }

    /** Those that were named go first, then those that came last. */
    private Set<String> leaving(List<Instance> there, int count) {
        Set<String> leaving = new HashSet<>();
        there.stream()
                .sorted(
                        Comparator.comparing((Instance instance) ->
                                        !target.removal()
                                                .contains(instance.node() + "." + instance.index()))
                                .thenComparingInt(instance -> -instance.index()))
                .limit(Math.max(0, there.size() - count))
                .forEach(instance -> leaving.add(instance.id()));
        return leaving;
    }

    private void create(String node, int index, Map<String, Value> generated, String reason) {
        Instance instance =
                new Instance(
                        ids.get(),
                        deployment,
                        node,
                        index,
                        State.INITIAL,
                        State.INITIAL,
                        target.blueprint().revision().number(),
                        1,
                        site(node),
                        offer(node),
                        Map.of(),
                        generated);
        put(change(instance, Change.Kind.CREATE, reason));
    }

    private void remove(Instance instance, String reason) {
        put(
                new Change(
                        instance,
                        Change.Kind.REMOVE,
                        List.of(reason),
                        isGone(instance),
                        instance.site(),
                        instance.offer()));
    }

    /** What stays can be told from what will be only when all is known that there will be. */
    private void compare() {
        List<Instance> all = new ArrayList<>(kept);
        changes.values().stream()
                .filter(change -> change.kind() == Change.Kind.CREATE)
                .forEach(change -> all.add(change.instance()));
        Instances then = new Instances(all);
        kept.forEach(instance -> put(kept(instance, then)));
    }

    private Change kept(Instance instance, Instances then) {
        if (instance.state() == State.INITIAL) {
            return change(instance, Change.Kind.CREATE, "it is not made yet");
        }
        if (isGone(instance)) {
            return change(
                    instance,
                    Change.Kind.REPLACE,
                    instance.mayBeGone() ? "its removal had begun" : "it is not there any more");
        }
        if (!instance.site().equals(site(instance.node()))) {
            return change(
                    instance,
                    Change.Kind.MOVE,
                    "it is to be on " + site(instance.node()) + " instead of " + instance.site());
        }
        if (instance.state() == State.ERROR
                && instance.reached() == State.INITIAL
                && !instance.offer().equals(offer(instance.node()))) {
            return change(
                    instance,
                    Change.Kind.REPLACE,
                    "it could not be made from offer " + instance.offer());
        }
        Difference difference = difference(instance, then);
        if (target.ill().contains(instance.id())) {
            return change(
                    instance,
                    difference.kind() == Change.Kind.REPLACE
                            ? Change.Kind.REPLACE
                            : Change.Kind.RESUME,
                    "it does not work");
        }
        if (instance.state() == State.STARTED) {
            return change(instance, difference);
        }
        return difference.kind() == Change.Kind.REPLACE
                ? change(instance, difference)
                : change(instance, Change.Kind.RESUME, "it is not up yet");
    }

    private boolean isGone(Instance instance) {
        return target.gone().contains(instance.id()) || instance.mayBeGone();
    }

    private Difference difference(Instance instance, Instances then) {
        if (instance.revision() == target.blueprint().revision().number()) {
            return Difference.NONE;
        }
        boolean network = Placer.isNetwork(instance.node());
        Difference own =
                network
                        ? Difference.NONE
                        : Comparison.of(
                                instance.node(),
                                past.blueprint(instance.revision()),
                                target.blueprint());
        boolean resource =
                network
                        || Demands.kindOf(target.blueprint().topology().node(instance.node()))
                                .isPresent();
        if (!resource || own.kind() == Change.Kind.REPLACE) {
            return own;
        }
        Difference its = past.resource(instance, target.blueprint(), then);
        List<String> reasons = new ArrayList<>(own.reasons());
        reasons.addAll(its.reasons());
        return new Difference(
                own.kind().compareTo(its.kind()) > 0 ? own.kind() : its.kind(), reasons);
    }

    private void put(Change change) {
        changes.put(change.instance().id(), change);
    }

    private Change change(Instance instance, Difference difference) {
        return new Change(
                instance,
                difference.kind(),
                difference.reasons(),
                false,
                site(instance.node()),
                offer(instance.node()));
    }

    private Change change(Instance instance, Change.Kind kind, String reason) {
        return new Change(
                instance,
                kind,
                List.of(reason),
                isGone(instance),
                site(instance.node()),
                offer(instance.node()));
    }

    private String site(String node) {
        return assignment(node).map(Placement.Assignment::site).orElse("");
    }

    private String offer(String node) {
        return assignment(node).map(Placement.Assignment::offer).orElse("");
    }

    private Optional<Placement.Assignment> assignment(String node) {
        return target.blueprint().revision().placement().of(node);
    }
}
