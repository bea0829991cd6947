package floria.tosca.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Lists taken as sets and as sequences (TOSCA 2.0 §10.4, §10.6). */
final class Sets {

    private Sets() {}

    static boolean contains(List<Value> all, Value wanted) {
        return all.stream().anyMatch(one -> Order.same(one, wanted));
    }

    /** What is in any of the lists, each value once. */
    static Optional<Value> union(List<Value> lists) {
        List<Value> all = new ArrayList<>();
        for (Value list : lists) {
            Optional<List<Value>> items = Calculation.items(list);
            if (items.isEmpty()) {
                return Optional.empty();
            }
            add(items.get(), all);
        }
        return Optional.of(new Value.Items(all));
    }

    /** What is in every one of the lists, each value once. */
    static Optional<Value> intersection(List<Value> lists) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            Optional<List<Value>> items = Calculation.items(lists.get(i));
            if (items.isEmpty()) {
                return Optional.empty();
            }
            if (i == 0) {
                add(items.get(), all);
            } else {
                all.removeIf(one -> !contains(items.get(), one));
            }
        }
        return Optional.of(new Value.Items(all));
    }

    private static void add(List<Value> items, List<Value> all) {
        items.stream().filter(item -> !contains(all, item)).forEach(all::add);
    }

    /** Whether a list begins, or ends, with another. */
    static boolean edge(List<Value> all, List<Value> some, boolean first) {
        int from = first ? 0 : all.size() - some.size();
        return some.size() <= all.size() && matches(all, some, from);
    }

    /** Whether a list has another in it, as a stretch without gaps. */
    static boolean within(List<Value> all, List<Value> some) {
        return IntStream.rangeClosed(0, all.size() - some.size())
                .anyMatch(from -> matches(all, some, from));
    }

    private static boolean matches(List<Value> all, List<Value> some, int from) {
        return IntStream.range(0, some.size())
                .allMatch(i -> Order.same(all.get(from + i), some.get(i)));
    }
}
