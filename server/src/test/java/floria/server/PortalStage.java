package floria.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import floria.engine.Sites;
import floria.server.configuration.SitesFile;
import floria.server.home.Home;
import floria.site.Command;
import floria.site.Execution.Stream;
import floria.site.Fault;
import floria.site.Hardware;
import floria.site.Key;
import floria.site.Offer;
import floria.site.simulated.CommandScript;
import floria.site.simulated.FaultScript;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

/**
 * A whole server over simulated sites, with things to look at: some take a while, some fail once,
 * programs print. The journeys of the portal play on it; {@link #main} keeps one up for whoever
 * works on the portal.
 */
public final class PortalStage implements AutoCloseable {
    private final FloriaServer server;
    private final Home home;

    private PortalStage(FloriaServer server, Home home) {
        this.server = server;
        this.home = home;
    }

    static PortalStage open(Path folder, Optional<Path> portal) {
        return open(folder, portal, StageWiring.class);
    }

    /** Over the sites of a file, as anywhere else. */
    static PortalStage over(String sites, Path folder, Optional<Path> portal) throws IOException {
        Files.writeString(folder.resolve("sites.yaml"), sites);
        return open(folder, portal, Wiring.class);
    }

    private static PortalStage open(Path folder, Optional<Path> portal, Class<?> wiring) {
        Home home = Home.open(folder, new SecureRandom());
        return new PortalStage(
                FloriaServer.start(
                        home,
                        new Options(
                                folder,
                                0,
                                Optional.empty(),
                                Duration.ofSeconds(15),
                                Optional.empty(),
                                portal,
                                Map.of()),
                        InstantSource.system(),
                        () -> {},
                        wiring),
                home);
    }

    String url() {
        return server.url();
    }

    String token() {
        return home.token();
    }

    /**
     * Arguments: a folder for the state, that of the portal's files, and a file of sites if any.
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Optional<Path> portal = Optional.of(Path.of(arguments[1]));
        PortalStage stage =
                arguments.length > 2
                        ? over(Files.readString(Path.of(arguments[2])), folder, portal)
                        : open(folder, portal);
        System.out.println(stage.url() + " " + stage.token());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stage::close));
        new CountDownLatch(1).await();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Two sites that work, and one that cannot be reached. */
    @Configuration(proxyBeanMethods = false)
    static class StageWiring extends Wiring {
        @Bean
        @Override
        Sites sites(SitesFile file, Home home, Options options, InstantSource clock) {
            return new Sites(
                    Map.of(
                            "campus", site(campus()),
                            "cloud", site(cloud()),
                            "remote", site(remote())));
        }

        private static SimulatedSite site(SimulatedSettings settings) {
            return new SimulatedSite(settings, World.inMemory());
        }

        private static SimulatedSettings campus() {
            return SimulatedSettings.of("campus")
                    .withOffers(
                            List.of(
                                    offer("small", 2, 4, 40, "0.020", 12),
                                    offer("medium", 8, 32, 200, "0.180", 4)))
                    .withPace(pace())
                    .withCommands(new Play());
        }

        private static SimulatedSettings cloud() {
            return SimulatedSettings.of("cloud")
                    .withOffers(
                            List.of(
                                    offer("c2.small", 2, 4, 40, "0.041", 100),
                                    offer("c2.large", 16, 64, 400, "0.640", 20),
                                    new Offer(
                                            "g5.a100",
                                            Set.of(Offer.Kind.values()),
                                            new Hardware(
                                                    16,
                                                    128L << 30,
                                                    500L << 30,
                                                    1,
                                                    Optional.of("A100")),
                                            false,
                                            new java.math.BigDecimal("2.400"),
                                            "EUR",
                                            OptionalInt.of(3),
                                            Optional.empty())))
                    .withPace(pace())
                    .withCommands(new Play());
        }

        private static SimulatedSettings remote() {
            return SimulatedSettings.of("remote")
                    .withFaults(
                            FaultScript.none()
                                    .always(
                                            FaultScript.Call.OFFERS,
                                            Fault.of(
                                                    Fault.Kind.UNREACHABLE,
                                                    Fault.Scope.SITE,
                                                    "nothing listens at api.remote.example:443")));
        }

        private static Offer offer(
                String id, int cpus, long memory, long disk, String price, int available) {
            Offer free =
                    SimulatedSettings.offer(id, Hardware.of(cpus, memory << 30, disk << 30), price);
            return new Offer(
                    free.id(),
                    free.realises(),
                    free.capacity(),
                    false,
                    free.pricePerHour(),
                    free.currency(),
                    OptionalInt.of(available),
                    Optional.empty());
        }

        private static SimulatedSettings.Pace pace() {
            return new SimulatedSettings.Pace(
                    Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofMillis(900));
        }
    }

    /** Prints some lines; what is told to {@code stumble} fails the first time on its machine. */
    private static final class Play implements CommandScript {
        private final Set<Key> stumbled = ConcurrentHashMap.newKeySet();

        @Override
        public Outcome outcome(Key machine, Command command) {
            boolean falls = command.environment().containsValue("stumble") && stumbled.add(machine);
            List<Line> lines =
                    IntStream.rangeClosed(1, 6)
                            .mapToObj(number ->
                                    new Line(
                                            number % 5 == 0 ? Stream.ERR : Stream.OUT,
                                            "line " + number + " of " + command.id()))
                            .toList();
            return new Outcome(falls ? 3 : 0, lines, Duration.ofMillis(400));
        }
    }
}
