package floria.site.slurm;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import floria.site.Key;

/**
 * What the controller and the folder say, read once for all who ask at about the same time: however
 * many jobs are followed, each is asked about once a second. Safe for many threads.
 */
final class Ledger {
    private static final Duration FRESH_CLUSTER = Duration.ofSeconds(20);

    private final Shared<Page> pages;
    private final Shared<Cluster> clusters;

    /**
     * @param nanos a clock that only goes forward
     * @param fresh how old jobs and folders may be
     */
    Ledger(Controller controller, Shelf shelf, LongSupplier nanos, Duration fresh) {
        this.pages =
                new Shared<>(
                        // Jobs first: one that began meanwhile has a folder already.
                        () -> new Page(byKey(controller.jobs()), shelf.all()), fresh, nanos);
        this.clusters = new Shared<>(controller::cluster, FRESH_CLUSTER, nanos);
    }

    /** All jobs and all folders at one moment. */
    record Page(Map<Key, List<Job>> jobs, Map<Key, Shelf.Kept> kept) {

        /** The job that is or was the machine last: one that lives, before those that ended. */
        Optional<Job> job(Key key) {
            return jobs.getOrDefault(key, List.of()).stream()
                    .max(Comparator.comparing(Job::live).thenComparingLong(Job::id));
        }

        /** Jobs that are not about to end. */
        List<Job> going(Key key) {
            return live(key).stream().filter(job -> job.phase() != Job.Phase.CHANGING).toList();
        }

        List<Job> live(Key key) {
            return jobs.getOrDefault(key, List.of()).stream().filter(Job::live).toList();
        }
    }

    private static Map<Key, List<Job>> byKey(List<Job> jobs) {
        Map<Key, List<Job>> byKey = new HashMap<>();
        for (Job job : jobs) {
            Key.parse(job.name())
                    .ifPresent(key ->
                            byKey.computeIfAbsent(key, _ -> new java.util.ArrayList<>()).add(job));
        }
        return byKey;
    }

    /** As old as it may be. */
    Page page() {
        return pages.get();
    }

    /** What is known is old: something was changed. */
    void forget() {
        pages.forget();
    }

    /** Read after this call. */
    Page newPage() {
        pages.forget();
        return pages.get();
    }

    Cluster cluster() {
        return clusters.get();
    }

    Cluster newCluster() {
        clusters.forget();
        return clusters.get();
    }

    /** One value for all who ask while it is fresh; who asks while it is read waits for it. */
    private static final class Shared<T> {
        private final Supplier<T> source;
        private final long fresh;
        private final LongSupplier nanos;
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<T> last = Optional.empty();
        private long read;

        Shared(Supplier<T> source, Duration fresh, LongSupplier nanos) {
            this.source = source;
            this.fresh = fresh.toNanos();
            this.nanos = nanos;
        }

        T get() {
            lock.lock();
            try {
                if (last.isEmpty() || nanos.getAsLong() - read > fresh) {
                    last = Optional.empty();
                    last = Optional.of(source.get());
                    read = nanos.getAsLong();
                }
                return last.orElseThrow();
            } finally {
                lock.unlock();
            }
        }

        void forget() {
            lock.lock();
            try {
                last = Optional.empty();
            } finally {
                lock.unlock();
            }
        }
    }
}
