package floria.placement.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import floria.site.Fault;

/**
 * What failed at sites, and is not tried again for a while: as much as the fault's scope says, for
 * longer each time that it fails again, until it works once. Shared by all users, so that one does
 * not walk into the wall that another has found; a credential's faults are its own. Safe for use by
 * several threads.
 */
public final class Blocks {
    private static final Map<Fault.Kind, Duration> FIRST = new EnumMap<>(Fault.Kind.class);
    private static final int DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofHours(6);

    static {
        FIRST.put(Fault.Kind.TRANSIENT, Duration.ofSeconds(15));
        FIRST.put(Fault.Kind.UNREACHABLE, Duration.ofMinutes(1));
        FIRST.put(Fault.Kind.CAPACITY, Duration.ofMinutes(2));
        FIRST.put(Fault.Kind.QUOTA, Duration.ofMinutes(10));
        FIRST.put(Fault.Kind.AUTHORIZATION, Duration.ofMinutes(30));
        FIRST.put(Fault.Kind.NOT_FOUND, Duration.ofMinutes(30));
        FIRST.put(Fault.Kind.INVALID, Duration.ofMinutes(30));
        FIRST.put(Fault.Kind.INTERNAL, Duration.ofMinutes(5));
    }

    private final Map<Target, Block> blocks = new ConcurrentHashMap<>();

    /** What a block is about; parts that are empty stand for all. */
    public record Target(
            Fault.Scope scope, String site, String offer, String zone, String credential) {}

    /**
     * One block.
     *
     * @param times how often in a row
     */
    public record Block(Target target, Fault fault, int times, Instant since, Instant until) {
        /** For people, as of a time. */
        String words(Instant now) {
            return "failed"
                    + (times > 1 ? " " + times + " times" : "")
                    + ", the last time "
                    + minutes(Duration.between(since, now))
                    + " ago: "
                    + fault.message()
                    + "; tried again in "
                    + minutes(Duration.between(now, until));
        }

        private static String minutes(Duration time) {
            long seconds = Math.max(0, time.toSeconds());
            return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
        }
    }

    /**
     * An attempt that was made.
     *
     * @param credential by which name; one that is refused blocks nobody else's
     */
    public record Attempt(String site, String offer, Optional<String> zone, String credential) {}

    /** Those that are known. */
    public static Blocks of(Collection<Block> known) {
        Blocks all = new Blocks();
        known.forEach(block -> all.blocks.put(block.target(), block));
        return all;
    }

    /** Takes a failure in; empty when it says nothing about the next attempt. */
    public Optional<Block> failed(Attempt attempt, Fault fault, Instant now) {
        Optional<Target> target = target(attempt, fault.scope());
        Duration first = FIRST.get(fault.kind());
        if (target.isEmpty() || first == null) {
            return Optional.empty();
        }
        return Optional.of(
                blocks.compute(
                        target.get(),
                        (key, before) -> {
                            int times =
                                    before == null || now.isAfter(before.until().plus(LONGEST))
                                            ? 1
                                            : before.times() + 1;
                            Duration pause =
                                    first.multipliedBy(1L << Math.min(times - 1, DOUBLINGS));
                            Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
                            return new Block(key, fault, times, now, now.plus(bounded));
                        }));
    }

    /** Takes a success in: nothing that it passed through is blocked any more. */
    public void succeeded(Attempt attempt) {
        targets(attempt).forEach(blocks::remove);
    }

    /** Everything that an attempt passes through. */
    public static List<Target> targets(Attempt attempt) {
        return Arrays.stream(Fault.Scope.values())
                .flatMap(scope -> target(attempt, scope).stream())
                .toList();
    }

    /** The widest block that an attempt has met since that time, though it may be over. */
    public Optional<Block> met(Attempt attempt, Instant since) {
        return targets(attempt).reversed().stream()
                .flatMap(target -> Optional.ofNullable(blocks.get(target)).stream())
                .filter(block -> !block.since().isBefore(since))
                .findFirst();
    }

    /** What is held back from who uses that credential. */
    public Barrier barrier(String credential, Instant now) {
        return (site, offer, zone) -> {
            Attempt attempt = new Attempt(site, offer, zone, credential);
            for (Fault.Scope scope : Fault.Scope.values()) {
                Optional<Block> block =
                        target(attempt, scope)
                                .flatMap(target -> Optional.ofNullable(blocks.get(target)))
                                .filter(found -> now.isBefore(found.until()));
                if (block.isPresent()) {
                    return block.map(found -> found.words(now));
                }
            }
            return Optional.empty();
        };
    }

    /** Everything that is blocked at that time, the widest first. */
    public List<Block> at(Instant now) {
        return blocks.values().stream()
                .filter(block -> now.isBefore(block.until()))
                .sorted(
                        java.util.Comparator.comparing((Block block) -> block.target().scope())
                                .reversed()
                                .thenComparing(block -> block.target().toString()))
                .toList();
    }

    private static Optional<Target> target(Attempt attempt, Fault.Scope scope) {
        String site = attempt.site();
        String zone = attempt.zone().orElse("");
        return switch (scope) {
            case RESOURCE -> Optional.empty();
            case OFFER -> Optional.of(new Target(scope, site, attempt.offer(), zone, ""));
            case ZONE -> Optional.of(new Target(scope, site, "", zone, ""));
            case SITE -> Optional.of(new Target(scope, site, "", "", ""));
            case CREDENTIAL -> Optional.of(new Target(scope, site, "", "", attempt.credential()));
        };
    }
}
