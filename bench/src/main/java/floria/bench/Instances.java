package floria.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import floria.engine.Engine;
import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.store.SqlStore;

/**
 * One deployment of many instances on a site that takes no time: how many steps are written down in
 * a second, from the request to the end of the run, against what one connection to the same store
 * commits before and after.
 */
public final class Instances {
    private Instances() {}

    /**
     * @param arguments {@code sqlite} or {@code postgres}, a folder on the disk that is to be
     *     measured, and how many instances
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        try (Bed bed = Bed.of(arguments[0], Path.of(arguments[1]));
                World world = World.inMemory();
                SqlStore store = bed.fresh();
                Engine engine =
                        Bed.engine(
                                store,
                                8,
                                Optional.empty(),
                                new SimulatedSite(SimulatedSettings.of("sim"), world))) {
            engine.start();
            // What a server that runs for weeks has warm.
            Bed.finished(store, create(engine, "warm", 500));
            double before = bed.commits();
            Deployment deployment = create(engine, "large", count);
            Run run = Bed.finished(store, deployment);
            double raw = (before + bed.commits()) / 2;
            List<Step> steps = store.steps(Scope.LOCAL, run.id());
            double all = Bed.seconds(run.createdAt(), run.endedAt().orElseThrow());
            double planned =
                    Bed.seconds(
                            run.createdAt(),
                            steps.stream()
                                    .flatMap(step -> step.startedAt().stream())
                                    .min(java.util.Comparator.naturalOrder())
                                    .orElseThrow());
            System.out.printf(
                    "%s, %d instances: %d steps in %.1f s (planned in %.1f s of them), %.0f steps/s; raw %.0f commits/s, ratio %.2f; %d MB%n",
                    arguments[0],
                    count,
                    steps.size(),
                    all,
                    planned,
                    steps.size() / all,
                    raw,
                    steps.size() / all / raw,
                    Bed.mostMemory());
            gone(store, engine);
        }
    }

    private static void gone(SqlStore store, Engine engine) throws InterruptedException {
        Deployment deployment = engine.deployments().delete(Scope.LOCAL, "large", false, false);
        Run run = Bed.finished(store, deployment);
        double all = Bed.seconds(run.createdAt(), run.endedAt().orElseThrow());
        int steps = store.steps(Scope.LOCAL, run.id()).size();
        System.out.printf(
                "  taken down: %d steps in %.1f s, %.0f steps/s%n", steps, all, steps / all);
    }

    private static Deployment create(Engine engine, String name, int count) {
        return engine.deployments()
                .create(Scope.LOCAL, Bed.request(name, Bed.machines(count)), Optional.empty());
    }
}
