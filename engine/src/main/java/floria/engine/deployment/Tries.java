package floria.engine.deployment;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import floria.engine.state.Run;
import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.placement.solve.Goal.Order;

/**
 * How it is gone on elsewhere when a site fails, as the detail of a run keeps it.
 *
 * @param preferences what the best placement is
 * @param site the only one to consider
 * @param made how many attempts there were, this one included
 * @param since when the first one began; empty for a run that is the first
 */
record Tries(
        Preferences preferences,
        Optional<String> site,
        Attempts attempts,
        int made,
        Optional<Instant> since) {

    private static final String SITE = "placement.site";
    private static final String OPTIMIZE = "placement.optimize";
    private static final String HOUR = "placement.hour";
    private static final String LIFE = "placement.life";
    private static final String BUDGET = "placement.budget";
    private static final String PRICE = "placement.price";
    private static final String DEADLINE = "placement.deadline";
    private static final String MOST = "placement.attempts";
    private static final String TIME = "placement.time";
    private static final String MADE = "placement.attempt";
    private static final String SINCE = "placement.since";

    static Tries first(Preferences preferences, Optional<String> site, Attempts attempts) {
        return new Tries(preferences, site, attempts, 1, Optional.empty());
    }

    static Tries first(Request request) {
        return first(request.preferences(), request.site(), request.attempts());
    }

    /** Whether another attempt may begin after that run. */
    boolean allowAnother(Run run, Instant now) {
        return attempts.allows(made, Duration.between(since.orElse(run.createdAt()), now));
    }

    /** The next attempt, after that run. */
    Tries next(Run run) {
        return new Tries(
                preferences,
                site,
                attempts,
                made + 1,
                since.or(() -> Optional.of(run.createdAt())));
    }

    Map<String, String> detail() {
        Map<String, String> detail = new TreeMap<>();
        site.ifPresent(name -> detail.put(SITE, name));
        if (!preferences.equals(Preferences.BALANCED)) {
            detail.put(OPTIMIZE, preferences.order().name());
            detail.put(HOUR, preferences.hour().toString());
            detail.put(LIFE, preferences.life().toString());
            preferences.budget().ifPresent(most -> detail.put(BUDGET, most.toString()));
            preferences.price().ifPresent(most -> detail.put(PRICE, most.toString()));
            preferences.deadline().ifPresent(most -> detail.put(DEADLINE, most.toString()));
        }
        if (!attempts.equals(Attempts.USUAL)) {
            detail.put(MOST, Integer.toString(attempts.most()));
            detail.put(TIME, attempts.time().toString());
        }
        if (made > 1) {
            detail.put(MADE, Integer.toString(made));
        }
        since.ifPresent(time -> detail.put(SINCE, time.toString()));
        return detail;
    }

    /** What is kept of it in a run's detail. */
    static Tries of(Map<String, String> detail) {
        return new Tries(
                detail.containsKey(OPTIMIZE) ? preferences(detail) : Preferences.BALANCED,
                text(detail, SITE),
                detail.containsKey(MOST)
                        ? new Attempts(
                                text(detail, MOST).map(Integer::valueOf).orElseThrow(),
                                text(detail, TIME).map(Duration::parse).orElseThrow())
                        : Attempts.USUAL,
                text(detail, MADE).map(Integer::valueOf).orElse(1),
                text(detail, SINCE).map(Instant::parse));
    }

    private static Preferences preferences(Map<String, String> detail) {
        return new Preferences(
                text(detail, OPTIMIZE).map(Order::valueOf).orElseThrow(),
                text(detail, HOUR).map(BigDecimal::new).orElseThrow(),
                text(detail, LIFE).map(Duration::parse).orElseThrow(),
                text(detail, BUDGET).map(BigDecimal::new),
                text(detail, PRICE).map(BigDecimal::new),
                text(detail, DEADLINE).map(Duration::parse),
                Preferences.BALANCED.effort());
    }

    private static Optional<String> text(Map<String, String> detail, String key) {
        return Optional.ofNullable(detail.get(key));
    }
}
