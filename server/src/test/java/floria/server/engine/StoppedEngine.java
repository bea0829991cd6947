package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.Site;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSettings.Pace;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.PostgresSettings;
import floria.store.PostgresStore;
import floria.testing.postgres.PostgresServer;

/**
 * A process of nothing but an engine on PostgreSQL and a simulated site. Before its first call of
 * the chosen kind for a machine, when all is decided and written, it says so and waits for a line,
 * so that whoever started it can stop the whole process just there. It ends when a write of it was
 * refused.
 */
final class StoppedEngine {
    private StoppedEngine() {}

    /**
     * @param arguments the database's address, the folder of its key, the file of the world, and
     *     the name of the call
     */
    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch fenced = new CountDownLatch(1);
        World world = World.in(Path.of(arguments[2]));
        AtomicBoolean next = new AtomicBoolean();
        // It sleeps when it has seen that the call was not cancelled, before it does anything.
        SimulatedSite site =
                new SimulatedSite(
                        SimulatedSettings.of("sim")
                                .withPace(
                                        new Pace(
                                                Duration.ofMillis(1),
                                                Duration.ofMillis(1),
                                                Duration.ZERO)),
                        world,
                        InstantSource.system(),
                        _ -> {
                            if (next.getAndSet(false)) {
                                stand();
                            }
                        });
        Halt standing =
                new Halt(0) {
                    @Override
                    Store over(Store store) {
                        return refusing(store, fenced);
                    }

                    @Override
                    Site over(Site site) {
                        return telling(site, arguments[3], next);
                    }
                };
        Bench bench =
                new Bench(
                        PostgresStore.open(
                                new PostgresSettings(
                                        arguments[0],
                                        Optional.of(PostgresServer.USER),
                                        Optional.of(PostgresServer.PASSWORD)),
                                Path.of(arguments[1]),
                                new SecureRandom()),
                        InstantSource.system(),
                        standing,
                        site);
        bench.engine.start();
        System.out.println("up");
        fenced.await();
        System.out.println("fenced");
        bench.close();
    }

    private static Store refusing(Store store, CountDownLatch fenced) {
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                if (e.getCause() instanceof StoreException.Fenced) {
                                    fenced.countDown();
                                }
                                throw e.getCause();
                            }
                        });
    }

    private static Site telling(Site site, String call, AtomicBoolean next) {
        CountDownLatch first = new CountDownLatch(1);
        return (Site)
                Proxy.newProxyInstance(
                        Site.class.getClassLoader(),
                        new Class<?>[] {Site.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals(call)
                                    && isOfAMachine(arguments[1])
                                    && first.getCount() > 0) {
                                first.countDown();
                                next.set(true);
                            }
                            try {
                                return method.invoke(site, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static boolean isOfAMachine(Object argument) {
        return switch (argument) {
            case Key key -> key.part() == Key.Part.MACHINE;
            case List<?> specs ->
                    specs.stream()
                            .anyMatch(one ->
                                    one instanceof ResourceSpec spec
                                            && spec.key().part() == Key.Part.MACHINE);
            default -> false;
        };
    }

    private static void stand() {
        System.out.println("here");
        try {
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody wakes this process");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
