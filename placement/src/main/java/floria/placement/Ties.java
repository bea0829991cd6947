package floria.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Names that belong together, and why: whatever is tied to the same is tied to each other. */
final class Ties {
    private static final int TOLD = 3;

    /** Stands among networks when two links have none in common. */
    private static final String NONE = "(none)";

    private final Map<String, String> roots = new LinkedHashMap<>();
    private final Map<String, Reasons> reasons = new LinkedHashMap<>();

    /** What ties a group, and the networks that will do; any when there are none. */
    private record Reasons(Set<String> words, Set<String> networks) {
        Reasons and(Reasons other) {
            Set<String> all = new LinkedHashSet<>(words);
            all.addAll(other.words);
            Set<String> both = new LinkedHashSet<>(networks.isEmpty() ? other.networks : networks);
            if (!other.networks.isEmpty()) {
                both.retainAll(other.networks);
            }
            boolean torn = both.isEmpty() && !(networks.isEmpty() && other.networks.isEmpty());
            return new Reasons(all, torn ? Set.of(NONE) : both);
        }
    }

    /** Names that are tied. */
    record Group(String why, Set<String> names, Set<String> networks) {}

    void tie(String one, String other, String why, Optional<String> network) {
        if (one.equals(other)) {
            return;
        }
        Reasons more = new Reasons(Set.of(why), network.map(Set::of).orElse(Set.of()));
        String root = root(one);
        String second = root(other);
        if (!root.equals(second)) {
            roots.put(second, root);
            Reasons theirs = reasons.remove(second);
            if (theirs != null) {
                reasons.merge(root, theirs, Reasons::and);
            }
        }
        reasons.merge(root, more, Reasons::and);
    }

    private String root(String name) {
        String now = name;
        for (String next = roots.putIfAbsent(now, now);
                next != null && !next.equals(now);
                next = roots.get(now)) {
            now = next;
        }
        return now;
    }

    /** The groups of more than one of the names that count. */
    List<Group> groups(Predicate<String> counts) {
        Map<String, Set<String>> members = new LinkedHashMap<>();
        for (String name : List.copyOf(roots.keySet())) {
            if (counts.test(name)) {
                members.computeIfAbsent(root(name), _ -> new LinkedHashSet<>()).add(name);
            }
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((root, names) -> {
            Reasons why = reasons.get(root);
            if (names.size() > 1 && why != null) {
                groups.add(new Group(words(why), names, why.networks()));
            }
        });
        return groups;
    }

    private static String words(Reasons reasons) {
        List<String> all = List.copyOf(reasons.words());
        return String.join(", ", all.subList(0, Math.min(TOLD, all.size())))
                + (all.size() > TOLD ? " and " + (all.size() - TOLD) + " more" : "");
    }
}
