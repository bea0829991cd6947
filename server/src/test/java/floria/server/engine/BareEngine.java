package floria.server.engine;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;

import floria.site.simulated.World;

/**
 * A process of nothing but an engine, a store and a simulated site. It is asked for what a scenario
 * has, and at a boundary says so and stands still there, for whoever started it to kill it.
 */
final class BareEngine {
    private BareEngine() {}

    /**
     * @param arguments the store's folder, the file of the world, the boundary, and the scenario
     */
    public static void main(String[] arguments) throws InterruptedException {
        long at = Long.parseLong(arguments[2]);
        World world = World.in(Path.of(arguments[1]));
        Halt standing =
                new Halt(0) {
                    private long crossed;

                    @Override
                    synchronized void cross() {
                        if (++crossed < at) {
                            return;
                        }
                        if (crossed == at) {
                            System.out.println("here");
                        }
                        // Only a signal ends this.
                        new Semaphore(0).acquireUninterruptibly();
                    }
                };
        Bench bench = new Bench(Path.of(arguments[0]), standing, Life.site(world));
        bench.engine.start();
        Scenario.valueOf(arguments[3]).ask(bench);
        Thread.currentThread().join();
    }
}
