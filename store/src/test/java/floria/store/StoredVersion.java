package floria.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Run;
import floria.engine.state.Samples;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.tosca.value.Value;

/**
 * Makes the database that a released schema version is remembered by: a deployment whose install
 * run is half done, held by a process that is no more. Run once a version, with the folder to write
 * to; the result is kept under {@code src/test/resources}.
 */
final class StoredVersion {
    static final Duration LEASE = Duration.ofSeconds(30);

    private StoredVersion() {}

    public static void main(String[] arguments) {
        Samples samples = new Samples(2026);
        try (SqliteStore store =
                SqliteStore.open(Path.of(arguments[0]), new SplittableRandom(2026))) {
            Deployment deployment = samples.deployment(Samples.ALICE, "notebook");
            Instance instance = samples.instance(deployment, "notebook", 0);
            Run run = samples.run(deployment);
            Step created = samples.step(run, "notebook/create");
            Step started = samples.step(run, "notebook/start", "notebook/create");
            Step checked = samples.step(run, "notebook/ready", "notebook/start");
            byte[] template =
                    "tosca_definitions_version: tosca_2_0\n".getBytes(StandardCharsets.UTF_8);
            Stores.write(
                    store,
                    writer -> {
                        writer.insert(deployment);
                        String hash = writer.blob(template);
                        writer.insert(
                                samples.revision(deployment, Map.of("file:/notebook.yaml", hash)));
                        writer.insert(instance);
                        writer.insert(run);
                        writer.plan(run, List.of(created, started, checked));
                        writer.append(List.of(samples.event(deployment, "the run has started")));
                        writer.remember(
                                Samples.ALICE,
                                "key",
                                new Store.Remembered(deployment.id(), "request"));
                    });
            Run held = store.lease("a process of old", Samples.NOON, LEASE, 1).getFirst();
            store.write(
                    new Store.Fence(run.id(), held.epoch()),
                    writer -> {
                        writer.update(
                                Samples.with(
                                        created,
                                        Step.State.SUCCEEDED,
                                        samples.tick(),
                                        samples.tick()));
                        writer.update(
                                new Step(
                                        started.run(),
                                        started.id(),
                                        started.kind(),
                                        started.version(),
                                        started.node(),
                                        started.instance(),
                                        started.dependsOn(),
                                        started.detail(),
                                        started.reason(),
                                        Step.State.RUNNING,
                                        1,
                                        Optional.empty(),
                                        Optional.of(samples.tick()),
                                        Optional.empty()));
                        writer.update(
                                Samples.with(
                                        instance,
                                        Instance.State.CREATED,
                                        Map.of("token", new Value.Secret(Value.text("open")))));
                        Stream<LogLine> lines =
                                Stream.of(
                                        samples.line(deployment, "notebook", 1, "hello"),
                                        samples.line(deployment, "notebook", 2, "world"));
                        writer.log(lines.toList());
                        return true;
                    });
        }
    }
}
