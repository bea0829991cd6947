package floria.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

import floria.engine.Engine;
import floria.engine.reconcile.Settings;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.site.Site;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqlStore;

/**
 * One look at everything that runs: how long it takes, and how many calls the busiest site gets in
 * the busiest second, against what it is to get at most.
 */
public final class Reconcile {
    private static final int DEPLOYMENTS = 20;

    private Reconcile() {}

    /** A site, and when it was called. */
    private record Called(Site site, ConcurrentLinkedQueue<Long> moments) {

        static Called of(String name, World world, Duration latency) {
            ConcurrentLinkedQueue<Long> moments = new ConcurrentLinkedQueue<>();
            SimulatedSettings settings =
                    SimulatedSettings.of(name)
                            .withPace(new SimulatedSettings.Pace(latency, latency, Duration.ZERO));
            return new Called(
                    new SimulatedSite(
                            settings,
                            world,
                            InstantSource.system(),
                            time -> {
                                moments.add(System.nanoTime());
                                Thread.sleep(time);
                            }),
                    moments);
        }

        /** The most calls that began within one second. */
        int busiest() {
            List<Long> sorted = moments.stream().sorted().toList();
            int most = 0;
            int from = 0;
            for (int to = 0; to < sorted.size(); to++) {
                while (sorted.get(to) - sorted.get(from) >= 1_000_000_000L) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
            return most;
        }
    }

    /**
     * @param arguments {@code sqlite} or {@code postgres}, a folder, how many instances, on how
     *     many sites, and what a call takes in milliseconds
     */
    public static void main(String[] arguments) throws Exception {
        int instances = Integer.parseInt(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[4]));
        List<World> worlds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            worlds.add(World.inMemory());
        }
        try (Bed bed = Bed.of(arguments[0], Path.of(arguments[1]));
                SqlStore store = bed.fresh()) {
            deploy(store, worlds, instances);
            List<Called> sites = new ArrayList<>();
            for (World world : worlds) {
                sites.add(Called.of("s" + sites.size(), world, latency));
            }
            Settings settings = Settings.standard("bench");
            try (Engine engine =
                    Bed.engine(
                            store,
                            8,
                            Optional.of(settings),
                            sites.stream().map(Called::site).toArray(Site[]::new))) {
                // The second look has warm what a server that runs for weeks has warm.
                for (int look = 1; look <= 2; look++) {
                    sites.forEach(site -> site.moments().clear());
                    long begin = System.nanoTime();
                    engine.reconciler().orElseThrow().look();
                    double all = (System.nanoTime() - begin) / 1e9;
                    int busiest = sites.stream().mapToInt(Called::busiest).max().orElse(0);
                    System.out.printf(
                            "%s, %d instances at %d sites, %d ms a call, look %d: %.1f s; %d calls in all, at most %d to a site in a second, limit %d, ratio %.2f%n",
                            arguments[0],
                            instances,
                            count,
                            latency.toMillis(),
                            look,
                            all,
                            sites.stream().mapToInt(site -> site.moments().size()).sum(),
                            busiest,
                            perSecond(settings),
                            (double) busiest / perSecond(settings));
                }
            }
        }
        worlds.forEach(World::close);
    }

    private static long perSecond(Settings settings) {
        return Duration.ofSeconds(1).dividedBy(settings.rate().gap());
    }

    private static void deploy(SqlStore store, List<World> worlds, int instances)
            throws InterruptedException {
        Site[] quick = new Site[worlds.size()];
        for (int i = 0; i < quick.length; i++) {
            quick[i] = new SimulatedSite(SimulatedSettings.of("s" + i), worlds.get(i));
        }
        try (Engine engine = Bed.engine(store, 4, Optional.empty(), quick)) {
            engine.start();
            List<Deployment> made = new ArrayList<>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                made.add(
                        engine.deployments()
                                .create(
                                        Scope.LOCAL,
                                        Bed.request(
                                                "d" + i,
                                                Bed.machines(instances / DEPLOYMENTS),
                                                Optional.of("s" + i % quick.length)),
                                        Optional.empty()));
            }
            for (Deployment deployment : made) {
                Bed.finished(store, deployment);
            }
        }
    }
}
