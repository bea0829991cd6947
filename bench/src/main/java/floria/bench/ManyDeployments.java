package floria.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import floria.engine.Engine;
import floria.engine.deployment.Deployments;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqlStore;

/**
 * Many deployments that are asked for at once on a site whose calls take their time: from the first
 * request to the end of the last run, against what one alone takes and what the store would take
 * for so many commits; and how long it takes meanwhile to read how one of them is.
 */
public final class ManyDeployments {
    private static final int READERS = 4;
    private static final Duration READ_EVERY = Duration.ofMillis(100);

    private ManyDeployments() {}

    /**
     * @param arguments {@code sqlite} or {@code postgres}, a folder, how many deployments, of how
     *     many instances each, and what a call takes in milliseconds
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        int instances = Integer.parseInt(arguments[3]);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[4]));
        SimulatedSettings settings =
                SimulatedSettings.of("sim")
                        .withPace(new SimulatedSettings.Pace(latency, latency, Duration.ZERO));
        try (Bed bed = Bed.of(arguments[0], Path.of(arguments[1]));
                World world = World.inMemory();
                SqlStore store = bed.fresh();
                Engine engine =
                        Bed.engine(
                                store,
                                Bed.RUNS_AT_ONCE,
                                Optional.empty(),
                                new SimulatedSite(
                                        settings, world, InstantSource.system(), Thread::sleep))) {
            engine.start();
            Deployments deployments = engine.deployments();
            // What a server that runs for weeks has warm; then what one alone takes.
            create(deployments, "warm", instances);
            Bed.finished(store, deployments.get(Scope.LOCAL, "warm"));
            Instant asked = Instant.now();
            create(deployments, "alone", instances);
            Run alone = Bed.finished(store, deployments.get(Scope.LOCAL, "alone"));
            double critical = Bed.seconds(asked, alone.endedAt().orElseThrow());
            double raw = bed.commits();

            Readers readers = new Readers(deployments, count);
            readers.start();
            Instant begin = Instant.now();
            List<Thread> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "d" + i;
                requests.add(Thread.ofVirtual().start(() -> create(deployments, name, instances)));
            }
            for (Thread request : requests) {
                request.join();
            }
            double accepted = Bed.seconds(begin, Instant.now());
            Instant end = begin;
            long steps = 0;
            for (int i = 0; i < count; i++) {
                Run run = Bed.finished(store, deployments.get(Scope.LOCAL, "d" + i));
                steps += store.steps(Scope.LOCAL, run.id()).size();
                end = end.isAfter(run.endedAt().orElseThrow()) ? end : run.endedAt().get();
            }
            readers.stop();
            double all = Bed.seconds(begin, end);
            raw = (raw + bed.commits()) / 2;
            double limit = steps / raw;
            System.out.printf(
                    "%s, %d deployments of %d instances, %d ms a call: accepted in %.1f s, all up in %.1f s; critical path %.1f s, %d steps at %.0f raw commits/s %.1f s, ratio %.2f of their sum; %d status reads, p50 %d ms, p99 %d ms; %d MB%n",
                    arguments[0],
                    count,
                    instances,
                    latency.toMillis(),
                    accepted,
                    all,
                    critical,
                    steps,
                    raw,
                    limit,
                    all / (critical + limit),
                    readers.took.size(),
                    readers.percentile(50),
                    readers.percentile(99),
                    Bed.mostMemory());
        }
    }

    private static void create(Deployments deployments, String name, int instances) {
        deployments.create(
                Scope.LOCAL, Bed.request(name, Bed.machines(instances)), Optional.empty());
    }

    /** People who look how their deployments are. */
    private static final class Readers {
        private final Deployments deployments;
        private final int count;
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();
        final ConcurrentLinkedQueue<Duration> took = new ConcurrentLinkedQueue<>();

        Readers(Deployments deployments, int count) {
            this.deployments = deployments;
            this.count = count;
        }

        void start() {
            for (int i = 0; i < READERS; i++) {
                Random random = new Random(i);
                threads.add(Thread.ofVirtual().start(() -> read(random)));
            }
        }

        private void read(Random random) {
            try {
                while (!over.get()) {
                    Thread.sleep(READ_EVERY);
                    List<Deployment> known =
                            deployments.list(Scope.LOCAL, false, Optional.empty(), count);
                    String id = known.get(random.nextInt(known.size())).id();
                    long begin = System.nanoTime();
                    deployments.details(Scope.LOCAL, id);
                    took.add(Duration.ofNanos(System.nanoTime() - begin));
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void stop() throws InterruptedException {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        long percentile(int percent) {
            List<Duration> sorted = took.stream().sorted(Comparator.naturalOrder()).toList();
            return sorted.isEmpty()
                    ? 0
                    : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100))
                            .toMillis();
        }
    }
}
