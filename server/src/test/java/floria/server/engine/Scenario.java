package floria.server.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.site.Key;
import floria.site.simulated.World;
import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked for while something fails. */
enum Scenario {
    INSTALL,
    UNINSTALL,
    UPDATE_IN_SOFTWARE,
    UPDATE_OF_THE_MACHINE,
    SCALE_OUT,
    SCALE_IN,
    HEAL,
    ROLLBACK,
    WORKFLOW;

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

    /** How the deployment is in the end. */
    Deployment.Status wanted() {
        return this == UNINSTALL ? Deployment.Status.DELETED : Deployment.Status.RUNNING;
    }

    /** Whether something is there before it. */
    boolean hasBefore() {
        return this != INSTALL;
    }

    /** What every scenario but {@link #INSTALL} begins with. */
    static void install(Bench bench) {
        bench.deployments()
                .create(Scope.LOCAL, Bench.request("crash", TEMPLATE), Optional.of("install"));
    }

    /** What happens after that and before the wish, undisturbed. */
    void prepare(Bench bench, World world) {
        switch (this) {
            case INSTALL,
                    UNINSTALL,
                    UPDATE_IN_SOFTWARE,
                    UPDATE_OF_THE_MACHINE,
                    SCALE_OUT,
                    WORKFLOW -> {}
            case SCALE_IN -> change(bench, machines(3), "before");
            case ROLLBACK -> change(bench, word("b"), "before");
            case HEAL -> lose(bench, world);
        }
    }

    /** May be asked again by who got no answer. */
    void ask(Bench bench) {
        switch (this) {
            case INSTALL -> install(bench);
            case UNINSTALL -> uninstall(bench);
            case WORKFLOW ->
                    bench.deployments()
                            .run(
                                    Scope.LOCAL,
                                    "crash",
                                    new Errand.Flow("cycle", Map.of("word", Value.text("x"))),
                                    Optional.of("wish"));
            case UPDATE_IN_SOFTWARE -> change(bench, word("c"), "wish");
            case UPDATE_OF_THE_MACHINE ->
                    change(
                            bench,
                            new Wish.Update(Optional.empty(), Map.of("memory", Value.text("2 GB"))),
                            "wish");
            case SCALE_OUT -> change(bench, machines(3), "wish");
            case SCALE_IN -> change(bench, machines(1), "wish");
            case HEAL -> change(bench, new Wish.Heal(), "wish");
            case ROLLBACK -> change(bench, new Wish.Rollback(OptionalInt.of(1)), "wish");
        }
    }

    private static void uninstall(Bench bench) {
        try {
            bench.deployments().delete(Scope.LOCAL, "crash", false, false);
        } catch (Refusal gone) {
            // The process before this one got to the end.
            assertThat(gone.code()).isEqualTo(Refusal.Code.NOT_FOUND);
        }
    }

    private static Wish word(String word) {
        return new Wish.Update(Optional.empty(), Map.of("word", Value.text(word)));
    }

    private static Wish machines(int count) {
        return new Wish.Scale(Map.of("machine", new Wish.Amount(count, false)), List.of());
    }

    private static void change(Bench bench, Wish wish, String key) {
        bench.deployments().change(Scope.LOCAL, "crash", wish, Consent.NONE, Optional.of(key));
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
}
