package floria.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Run;
import floria.engine.state.Samples;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.tosca.value.Value;

import static floria.engine.state.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

/** A database of every released schema version opens, and its half-done run goes on. */
class StoredVersionTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = 1)
    void opensWithItsHalfDoneRun(int version) throws Exception {
        for (String file : List.of("floria.db", "secrets.key")) {
            try (var kept = getClass().getResourceAsStream("v" + version + "/" + file)) {
                Files.copy(kept, folder.resolve(file));
            }
        }
        try (SqliteStore store = Stores.open(folder)) {
            Deployment deployment = store.deploymentNamed(ALICE, "notebook").orElseThrow();
            assertThat(deployment.status()).isEqualTo(Deployment.Status.DEPLOYING);
            var revision = store.revision(ALICE, deployment.id(), 1).orElseThrow();
            assertThat(revision.inputs()).isEqualTo(Samples.values());
            assertThat(revision.sources())
                    .containsOnlyKeys("file:/notebook.yaml")
                    .allSatisfy((_, hash) -> assertThat(store.blob(hash)).isPresent());
            Instance instance = store.instances(ALICE, deployment.id()).getFirst();
            assertThat(instance.attributes())
                    .isEqualTo(Map.of("token", new Value.Secret(Value.text("open"))));
            assertThat(store.logs(ALICE, deployment.id(), Optional.empty(), 0, 9))
                    .extracting(LogLine::text)
                    .containsExactly("hello", "world");
            assertThat(store.remembered(ALICE, "key").orElseThrow().deployment())
                    .isEqualTo(deployment.id());
            finish(store, deployment);
        }
    }

    private static void finish(SqliteStore store, Deployment deployment) {
        Duration lease = Duration.ofSeconds(30);
        Run run = store.lease("me", Samples.NOON.plus(lease), lease, 9).getFirst();
        assertThat(run.deployment()).isEqualTo(deployment.id());
        assertThat(run.epoch()).isEqualTo(2);
        List<Step> steps = store.steps(ALICE, run.id());
        assertThat(steps)
                .extracting(Step::state)
                .containsExactly(Step.State.SUCCEEDED, Step.State.RUNNING, Step.State.PENDING);
        assertThat(steps.get(2).dependsOn()).containsExactly(steps.get(1).id());
        store.write(
                new Store.Fence(run.id(), run.epoch()),
                writer -> {
                    // The first has ended already.
                    for (Step step : steps.subList(1, steps.size())) {
                        writer.update(
                                Samples.with(step, Step.State.RUNNING, Samples.NOON, Samples.NOON));
                        writer.update(
                                Samples.with(
                                        step, Step.State.SUCCEEDED, Samples.NOON, Samples.NOON));
                    }
                    writer.update(
                            Samples.with(
                                    run,
                                    Run.Status.SUCCEEDED,
                                    Optional.empty(),
                                    Optional.of(Samples.NOON)));
                    return true;
                });
        assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(Run.Status.SUCCEEDED);
    }
}
