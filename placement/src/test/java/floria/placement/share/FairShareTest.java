package floria.placement.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import floria.placement.share.FairShare.Position;
import floria.placement.share.FairShare.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FairShareTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Map<String, Double> ENTITLED =
            Map.of("physics", 50.0, "biology", 30.0, "arts", 20.0);

    @Test
    void servesTheGroupThatUsedTheLeastOfItsShareThenPriorityThenAge() {
        FairShare share = new FairShare(ENTITLED, Duration.ofDays(7), START);
        share.used("physics", 60, START);
        share.used("biology", 10, START);
        share.enqueue(request("p1", "physics", 9, 0));
        share.enqueue(request("b1", "biology", 0, 1));
        share.enqueue(request("b2", "biology", 0, 2));
        share.enqueue(request("b3", "biology", 5, 3));

        List<Position> positions = share.positions(START);

        assertThat(positions.stream().map(position -> position.request().id()))
                .containsExactly("b3", "b1", "b2", "p1");
        assertThat(positions.get(1).reason())
                .isEqualTo(
                        "group biology has used 14 % of late, and is entitled to 30 %; 1 of its own go first");
    }

    /** Three groups that always want more than there is, on eight GPUs for thirty days. */
    @Test
    void inAMonthEveryGroupGetsItsShareAndNobodyStarves() {
        long seed = 99;
        Random random = new Random(seed);
        FairShare share = new FairShare(ENTITLED, Duration.ofDays(7), START);
        List<String> groups = List.of("physics", "biology", "arts");
        Map<String, Double> hours = new TreeMap<>();
        Map<String, Request> waiting = new HashMap<>();
        record Job(String group, Instant end) {}
        List<Job> running = new ArrayList<>();
        Duration longest = Duration.ZERO;
        long number = 0;
        for (int hour = 0; hour < 30 * 24; hour++) {
            Instant now = START.plus(Duration.ofHours(hour));
            running.removeIf(job -> !job.end().isAfter(now));
            for (String group : groups) {
                long own =
                        waiting.values().stream().filter(one -> one.group().equals(group)).count();
                for (; own < 6; own++) {
                    Request request =
                            request("j" + number, group, random.nextInt(3), number++, now);
                    waiting.put(request.id(), request);
                    share.enqueue(request);
                }
            }
            while (running.size() < 8) {
                Request next = share.positions(now).getFirst().request();
                int length = 1 + random.nextInt(12);
                share.remove(next.id());
                waiting.remove(next.id());
                share.used(next.group(), length, now);
                hours.merge(next.group(), (double) length, Double::sum);
                running.add(new Job(next.group(), now.plus(Duration.ofHours(length))));
                Duration waited = Duration.between(next.since(), now);
                longest = waited.compareTo(longest) > 0 ? waited : longest;
            }
        }
        double all = hours.values().stream().mapToDouble(Double::doubleValue).sum();
        System.out.println(
                "seed " + seed + ": " + hours + " of " + all + ", longest wait " + longest);
        for (String group : groups) {
            double entitled = ENTITLED.getOrDefault(group, 0.0) / 100;
            assertThat(hours.getOrDefault(group, 0.0) / all)
                    .as(group)
                    .isCloseTo(entitled, within(0.05 * entitled));
        }
        for (Request left : waiting.values()) {
            Duration waited = Duration.between(left.since(), START.plus(Duration.ofDays(30)));
            longest = waited.compareTo(longest) > 0 ? waited : longest;
        }
        assertThat(longest).as("the longest wait, of any priority").isLessThan(Duration.ofDays(4));
    }

    private static Request request(String id, String group, int priority, long number) {
        return request(id, group, priority, number, START);
    }

    private static Request request(
            String id, String group, int priority, long number, Instant since) {
        return new Request(id, group, priority, since, number);
    }
}
