package floria.engine.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.Sites;
import floria.engine.pace.Pace;
import floria.engine.resource.Located;
import floria.site.Key;
import floria.site.Observed;
import floria.site.Owned;
import floria.site.Site;
import floria.site.SiteContext;
import floria.site.SiteException;

/**
 * Asks the sites what is there: all sites side by side, each in batches and at its pace. What a
 * site does not answer is not known, which is something else than not being there.
 */
final class Survey {
    private static final Logger LOGGER = LoggerFactory.getLogger(Survey.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Located located;
    private final RandomGenerator random;
    private final Settings settings;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    Survey(Located located, RandomGenerator random, Settings settings) {
        this.located = located;
        this.random = random;
        this.settings = settings;
    }

    /** A resource to ask for. */
    record Wanted(String site, String project, Key key) {}

    private record Asked(String site, String project) {}

    /** By key, what was answered. */
    Map<Key, Observed> observe(Collection<Wanted> wanted) throws InterruptedException {
        Map<Asked, List<Key>> bySite = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            bySite.computeIfAbsent(new Asked(one.site(), one.project()), _ -> new ArrayList<>())
                    .add(one.key());
        }
        Map<Key, Observed> answers = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        bySite.forEach((asked, keys) -> {
            Queue<List<Key>> batches = new ConcurrentLinkedQueue<>(batches(keys));
            for (int i = 0; i < Math.min(settings.rate().atOnce(), batches.size()); i++) {
                threads.add(
                        Thread.ofVirtual()
                                .name("look at " + asked.site())
                                .start(() -> observe(asked, batches, answers)));
            }
        });
        for (Thread thread : threads) {
            thread.join();
        }
        return new HashMap<>(answers);
    }

    private List<List<Key>> batches(List<Key> keys) {
        List<List<Key>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += settings.batch()) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + settings.batch())));
        }
        return batches;
    }

    private void observe(Asked asked, Queue<List<Key>> batches, Map<Key, Observed> answers) {
        Site site = located.sites().named(asked.site()).orElse(null);
        if (site == null) {
            return;
        }
        try {
            for (List<Key> keys = batches.poll(); keys != null; keys = batches.poll()) {
                Set<Key> batch = new LinkedHashSet<>(keys);
                answers.putAll(
                        pace(asked.site())
                                .call(() -> site.observe(context(asked.project()), batch)));
            }
        } catch (SiteException e) {
            // It is not pressed any further in this look.
            batches.clear();
            LOGGER.warn("site {} cannot be looked at: {}", asked.site(), e.getMessage());
        }
    }

    /** Everything at every site that carries this installation's tag. */
    Map<String, List<Owned>> owned(String project) {
        Map<String, List<Owned>> owned = new LinkedHashMap<>();
        Sites sites = located.sites();
        sites.byName()
                .forEach((name, site) -> {
                    try {
                        owned.put(
                                name, pace(name).call(() -> site.owned(context(project)).toList()));
                    } catch (SiteException e) {
                        LOGGER.warn("what is at site {} is not known: {}", name, e.getMessage());
                    }
                });
        return owned;
    }

    /** Whether the resource is gone now. */
    boolean release(String site, String project, Key key) {
        try {
            located.sites()
                    .named(site)
                    .ifPresent(there -> pace(site).run(() -> there.release(context(project), key)));
            return true;
        } catch (SiteException e) {
            LOGGER.warn("{} at site {} cannot be released: {}", key, site, e.getMessage());
            return false;
        }
    }

    private Pace pace(String site) {
        return paces.computeIfAbsent(
                site, _ -> new Pace(settings.rate(), located.clock(), random, settings.sleeper()));
    }

    private SiteContext context(String project) {
        return located.context(project, LIMIT, () -> false);
    }
}
