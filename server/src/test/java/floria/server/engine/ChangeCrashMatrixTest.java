package floria.server.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.World;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails before and after every write to the store and every call to a site while a
 * deployment is changed; the next process ends where an undisturbed one ends, has made everything
 * once, and has told everything once.
 */
class ChangeCrashMatrixTest {
    private static final String TEMPLATE =
            Bench.CHANGING
                    + """
                      workflows:
                        cycle:
                          inputs: {word: {type: string}}
                          steps:
                            halt:
                              target: software
                              filter: [{state: [{equal: started}]}]
                              activities: [{delegate: stop}]
                              on_success: [up]
                              on_failure: [sorry]
                            beside: {target: second, activities: [{set_state: waiting}], on_success: [up]}
                            up: {target: software, activities: [{delegate: start}]}
                            sorry: {target: second, activities: [{set_state: error}]}
                    """;

    @TempDir(factory = InMemory.class)
    Path folder;

    enum Scenario {
        UPDATE_IN_SOFTWARE,
        UPDATE_OF_THE_MACHINE,
        SCALE_OUT,
        SCALE_IN,
        HEAL,
        ROLLBACK,
        WORKFLOW;

        /** What happens before the wish, undisturbed. */
        void prepare(Bench bench, World world) {
            switch (this) {
                case UPDATE_IN_SOFTWARE, UPDATE_OF_THE_MACHINE, SCALE_OUT, WORKFLOW -> {}
                case SCALE_IN -> change(bench, machines(3), "before");
                case ROLLBACK -> change(bench, word("b"), "before");
                case HEAL -> lose(bench, world);
            }
        }

        void ask(Bench bench) {
            if (this == WORKFLOW) {
                bench.deployments()
                        .run(
                                Scope.LOCAL,
                                "crash",
                                new Errand.Flow("cycle", Map.of("word", Value.text("x"))),
                                Optional.of("wish"));
            } else {
                change(bench, wish(), "wish");
            }
        }

        private Wish wish() {
            return switch (this) {
                case WORKFLOW -> throw new IllegalStateException("no wish");
                case UPDATE_IN_SOFTWARE -> word("c");
                case UPDATE_OF_THE_MACHINE ->
                        new Wish.Update(Optional.empty(), Map.of("memory", Value.text("2 GB")));
                case SCALE_OUT -> machines(3);
                case SCALE_IN -> machines(1);
                case HEAL -> new Wish.Heal();
                case ROLLBACK -> new Wish.Rollback(OptionalInt.of(1));
            };
        }
    }

    private static Wish word(String word) {
        return new Wish.Update(Optional.empty(), Map.of("word", Value.text(word)));
    }

    private static Wish machines(int count) {
        return new Wish.Scale(Map.of("machine", new Wish.Amount(count, false)), List.of());
    }

    private static void lose(Bench bench, World world) {
        Deployment deployment = bench.deployments().get(Scope.LOCAL, "crash");
        String machine =
                bench.store.instances(Scope.LOCAL, deployment.id()).stream()
                        .filter(instance -> instance.node().equals("machine"))
                        .map(Instance::id)
                        .findFirst()
                        .orElseThrow();
        Key key =
                world.resources().stream()
                        .filter(one -> one.instance().equalsIgnoreCase(machine))
                        .findFirst()
                        .orElseThrow();
        Life.site(world).release(Life.context(bench), key);
    }

    private static void change(Bench bench, Wish wish, String key) {
        bench.deployments().change(Scope.LOCAL, "crash", wish, Consent.NONE, Optional.of(key));
    }

    @BeforeEach
    void install() {
        try (World world = World.in(folder.resolve("base.world"))) {
            live(
                    "base",
                    world,
                    new Halt(0),
                    bench ->
                            bench.deployments()
                                    .create(
                                            Scope.LOCAL,
                                            Bench.request("crash", TEMPLATE),
                                            Optional.of("install")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheSameWhereverThePowerFails(Scenario scenario) {
        try (World world = World.in(folder.resolve("base.world"))) {
            live("base", world, new Halt(0), bench -> scenario.prepare(bench, world));
        }
        Halt never = new Halt(0);
        Outcome undisturbed = changed(scenario, "undisturbed", never, true);
        long boundaries = never.crossed();
        assertThat(undisturbed.status()).isEqualTo("RUNNING");
        assertThat(boundaries).isGreaterThan(6);

        for (long at = 1; at <= boundaries; at++) {
            String name = "at-" + at;
            changed(scenario, name, new Halt(at), true);
            assertThat(changed(scenario, name, new Halt(0), false))
                    .describedAs("%s: power lost at boundary %d of %d", scenario, at, boundaries)
                    .isEqualTo(undisturbed);
        }
    }

    private Outcome changed(Scenario scenario, String name, Halt halt, boolean anew) {
        if (anew) {
            copy("base", name);
        }
        try (World world = World.in(folder.resolve(name + ".world"))) {
            return live(name, world, halt, scenario::ask);
        }
    }

    private Outcome live(String name, World world, Halt halt, Life.Ask ask) {
        return Life.of(folder.resolve(name), world, halt, Deployment.Status.RUNNING, ask);
    }

    private void copy(String from, String to) {
        try (Stream<Path> files = Files.list(folder.resolve(from))) {
            Files.createDirectory(folder.resolve(to));
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, folder.resolve(to).resolve(file.getFileName()));
                }
            }
            Files.copy(folder.resolve(from + ".world"), folder.resolve(to + ".world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
