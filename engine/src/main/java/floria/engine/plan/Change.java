package floria.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.engine.state.Instance;
import floria.placement.Placer;

/**
 * What becomes of one instance.
 *
 * @param instance as it stands, or as it is to begin
 * @param reasons why, as words that follow "because"
 * @param gone whether what it is made of is not there any more, so that nothing can be run on it
 * @param site where it is to be, empty for what runs on another node
 */
public record Change(
        Instance instance,
        Kind kind,
        List<String> reasons,
        boolean gone,
        String site,
        String offer) {

    /** From nothing to the most. */
    public enum Kind {
        NONE,
        /** What an interrupted run began is gone on with. */
        RESUME,
        /** Changed while it runs. */
        UPDATE,
        /** Stopped, changed, and started again. */
        RESTART,
        /** Removed, and made anew; what it kept within itself is lost. */
        REPLACE,
        /** As {@link #REPLACE}, at another site. */
        MOVE,
        CREATE,
        REMOVE;

        /** Whether what is there now is taken away. */
        public boolean takesDown() {
            return this == REPLACE || this == MOVE || this == REMOVE;
        }

        /** Whether it is there afterwards as something new. */
        public boolean makes() {
            return this == CREATE || this == REPLACE || this == MOVE;
        }
    }

    public Change {
        reasons = List.copyOf(reasons);
    }

    /** By node, in the order given. */
    static Map<String, List<Change>> byNode(Collection<Change> changes) {
        Map<String, List<Change>> byNode = new LinkedHashMap<>();
        for (Change change : changes) {
            byNode.computeIfAbsent(change.instance().node(), _ -> new ArrayList<>()).add(change);
        }
        return byNode;
    }

    /** Those of private networks. */
    static List<Change> networks(Collection<Change> changes) {
        return changes.stream()
                .filter(change -> Placer.isNetwork(change.instance().node()))
                .toList();
    }

    /** The private network on the site of a node, of which {@code of} are the instances. */
    static Optional<String> network(
            List<Change> networks, List<Change> of, Function<Change, String> site) {
        return of.stream()
                .findFirst()
                .map(site)
                .flatMap(here ->
                        networks.stream()
                                .filter(its -> site.apply(its).equals(here))
                                .map(its -> its.instance().node())
                                .findFirst());
    }

    /** The same with at least {@code other}, for a further reason. */
    Change atLeast(Kind other, String reason) {
        if (kind == Kind.CREATE || kind == Kind.REMOVE || kind.compareTo(other) >= 0) {
            return this;
        }
        List<String> more = new ArrayList<>(reasons);
        more.add(reason);
        return new Change(instance, other, more, gone, site, offer);
    }
}
