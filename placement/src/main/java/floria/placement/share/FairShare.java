package floria.placement.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is next when there is not enough for all: the group that has used the least of what it is
 * entitled to, of its requests the one of the highest priority, which rises with each day, of these
 * the oldest. Past use counts half after each half-life. Not safe for use by several threads.
 */
public final class FairShare {
    private final Map<String, Double> entitlements;
    private final Duration halfLife;
    private final Map<String, Double> used = new HashMap<>();
    private final List<Request> queue = new ArrayList<>();
    private Instant as;

    /**
     * @param entitlements of the groups, in any unit; a group that is not named has the smallest
     *     one
     */
    public FairShare(Map<String, Double> entitlements, Duration halfLife, Instant start) {
        this.entitlements = Map.copyOf(entitlements);
        this.halfLife = halfLife;
        this.as = start;
        entitlements.forEach((group, entitlement) -> {
            if (!(entitlement > 0)) {
                throw new IllegalArgumentException(
                        "group " + group + " is entitled to " + entitlement);
            }
        });
    }

    /**
     * Something that waits.
     *
     * @param priority within its group; higher goes first, and it rises by one a day
     * @param number rises with each request; equal times are told apart by it
     */
    public record Request(String id, String group, int priority, Instant since, long number) {}

    /**
     * Where a request is in the queue.
     *
     * @param position 1 for the next
     * @param reason why there, for people
     */
    public record Position(Request request, int position, String reason) {}

    public void enqueue(Request request) {
        queue.add(request);
    }

    /** It got what it waits for, or nobody waits for it any more. */
    public void remove(String id) {
        queue.removeIf(request -> request.id().equals(id));
    }

    /** A group used so much, in the unit of the caller, such as GPU hours. */
    public void used(String group, double amount, Instant now) {
        age(now);
        used.merge(group, amount, Double::sum);
    }

    /**
     * Everybody in the order in which they are served, if each were to use as much as any other.
     */
    public List<Position> positions(Instant now) {
        age(now);
        Comparator<Request> within = within(now);
        Map<String, List<Request>> waiting = new TreeMap<>();
        queue.forEach(request ->
                waiting.computeIfAbsent(request.group(), _ -> new ArrayList<>()).add(request));
        waiting.values().forEach(requests -> requests.sort(within));
        Map<String, Double> loads = new HashMap<>();
        waiting.keySet().forEach(group -> loads.put(group, load(group, 0)));
        Map<String, Integer> taken = new HashMap<>();
        double unit = Math.max(1e-9, total() / Math.max(1, queue.size()) / 10);
        List<Position> order = new ArrayList<>();
        while (order.size() < queue.size()) {
            String next =
                    waiting.entrySet().stream()
                            .filter(entry ->
                                    taken.getOrDefault(entry.getKey(), 0) < entry.getValue().size())
                            .map(Map.Entry::getKey)
                            .min(
                                    Comparator.<String>comparingDouble(
                                                    group -> loads.getOrDefault(group, 0.0))
                                            .thenComparing(
                                                    group ->
                                                            waiting.getOrDefault(group, List.of())
                                                                    .get(
                                                                            taken.getOrDefault(
                                                                                    group, 0)),
                                                    within))
                            .orElseThrow();
            int index = taken.merge(next, 1, Integer::sum) - 1;
            Request request = waiting.getOrDefault(next, List.of()).get(index);
            order.add(new Position(request, order.size() + 1, reason(next, index)));
            loads.put(next, load(next, unit * (index + 1)));
        }
        return order;
    }

    /** So long a wait raises the priority by one, so that the lowest comes to its turn too. */
    private static final Duration STEP = Duration.ofDays(1);

    private static Comparator<Request> within(Instant now) {
        return Comparator.<Request>comparingLong(request ->
                        -request.priority()
                                - Duration.between(request.since(), now).dividedBy(STEP))
                .thenComparing(Request::since)
                .thenComparingLong(Request::number);
    }

    private String reason(String group, int before) {
        double all = total();
        double share = all == 0 ? 0 : used.getOrDefault(group, 0.0) / all;
        double sum = entitlements.values().stream().mapToDouble(Double::doubleValue).sum();
        return "group "
                + group
                + String.format(
                        Locale.ROOT,
                        " has used %.0f %% of late, and is entitled to %.0f %%",
                        share * 100,
                        entitlement(group) / Math.max(sum, entitlement(group)) * 100)
                + (before == 0 ? "" : "; " + before + " of its own go first");
    }

    private double load(String group, double more) {
        return (used.getOrDefault(group, 0.0) + more) / entitlement(group);
    }

    private double entitlement(String group) {
        Double own = entitlements.get(group);
        return own != null
                ? own
                : entitlements.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
    }

    private double total() {
        return used.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private void age(Instant now) {
        if (now.isAfter(as)) {
            double left =
                    Math.pow(
                            0.5,
                            Duration.between(as, now).toMillis() / (double) halfLife.toMillis());
            used.replaceAll((_, amount) -> amount * left);
            as = now;
        }
    }
}
