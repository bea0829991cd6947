package floria.server.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import floria.engine.Engine;
import floria.engine.Sites;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Request;
import floria.engine.market.Terms;
import floria.engine.pace.Rate;
import floria.engine.reconcile.Settings;
import floria.engine.run.Retry;
import floria.engine.run.Runner;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.profiles.Profiles;
import floria.site.Site;
import floria.store.SqlStore;
import floria.store.SqliteStore;
import floria.tosca.source.Source;

/**
 * An engine over a store in a folder, as a process would have it; several may follow each other on
 * one folder. The engine's clock stands still: nothing may need a lease to run out.
 */
final class Bench implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);
    static final InstantSource STILL =
            InstantSource.fixed(Instant.EPOCH.plus(Duration.ofDays(20_000)));

    /** A machine on a network with a volume, and software on it that has operations. */
    static final String TEMPLATE =
            """
            tosca_definitions_version: tosca_simple_yaml_1_3
            topology_template:
              node_templates:
                volume:
                  type: tosca.nodes.Storage.BlockStorage
                  properties: {name: data, size: 1 GB}
                machine:
                  type: tosca.nodes.Compute
                  requirements:
                    - local_storage:
                        node: volume
                        relationship: {type: tosca.relationships.AttachesTo, properties: {location: /data}}
                software:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: machine}]
                  interfaces:
                    Standard: {operations: {create: a.sh, start: a.sh, stop: a.sh, delete: a.sh}}
                second:
                  type: tosca.nodes.SoftwareComponent
                  requirements: [{host: machine}, {dependency: software}]
                  interfaces:
                    Standard: {operations: {configure: a.sh}}
            """;

    /** The same, with inputs for a change of the software and for one of the machine. */
    static final String CHANGING =
            TEMPLATE.replace(
                            "  node_templates:",
                            "  inputs: {word: {type: string, default: a}, memory: {type: scalar-unit.size, default: 1 GB}}\n  node_templates:")
                    .replace(
                            "    machine:\n      type: tosca.nodes.Compute\n",
                            "    machine:\n      type: tosca.nodes.Compute\n      capabilities: {host: {properties: {mem_size: {get_input: memory}}}}\n")
                    .replace(
                            "operations: {create: a.sh, start: a.sh",
                            "operations: {create: a.sh, start: {implementation: a.sh, inputs: {word: {get_input: word}}}");

    private static final Retry SOON = new Retry(4, Duration.ofMillis(1), Duration.ofMillis(2));

    private static final Settings WHEN_TOLD = whenTold("bench");

    /** Looks after deployments only when it is told to, and heals nothing. */
    static Settings whenTold(String holder) {
        return new Settings(
                holder,
                Duration.ofDays(1),
                100,
                new Rate(Duration.ZERO, 1),
                Duration.ofDays(1),
                new Settings.Healing(Duration.ofDays(1), 0, Duration.ofDays(1)),
                _ -> {});
    }

    final SqlStore files;
    final Store store;
    final Engine engine;

    Bench(Path folder, Halt halt, Site... sites) {
        this(folder, halt, SOON, sites);
    }

    Bench(Path folder, Halt halt, Retry retry, Site... sites) {
        this(folder, halt, retry, STILL, Optional.empty(), sites);
    }

    Bench(
            Path folder,
            Halt halt,
            Retry retry,
            InstantSource clock,
            Optional<Settings> care,
            Site... sites) {
        this(folder, halt, retry, clock, care, Terms.NONE, sites);
    }

    Bench(
            Path folder,
            Halt halt,
            Retry retry,
            InstantSource clock,
            Optional<Settings> care,
            Terms terms,
            Site... sites) {
        this(
                SqliteStore.open(folder, new Random(1)),
                true,
                clock,
                halt,
                retry,
                POLL,
                care,
                terms,
                sites);
    }

    /** One whose changes of state are seen. */
    Bench(Path folder, Witness witness, Site... sites) {
        this(
                SqliteStore.open(folder, new Random(1)),
                true,
                STILL,
                new Halt(0) {
                    @Override
                    Store over(Store store) {
                        return witness.over(store);
                    }
                },
                SOON,
                POLL,
                Optional.of(WHEN_TOLD),
                Terms.NONE,
                sites);
    }

    /** One of several processes on a store, whose leases run out by the given clock. */
    Bench(SqlStore opened, InstantSource clock, Halt halt, Site... sites) {
        this(opened, false, clock, halt, SOON, POLL, Optional.empty(), Terms.NONE, sites);
    }

    /** As that, one that looks after deployments. */
    Bench(SqlStore opened, InstantSource clock, Halt halt, Settings care, Site... sites) {
        this(opened, false, clock, halt, SOON, POLL, Optional.of(care), Terms.NONE, sites);
    }

    /** The only process on a store, which looks for runs this often. */
    Bench(SqlStore opened, InstantSource clock, Halt halt, Duration poll, Site... sites) {
        this(opened, true, clock, halt, SOON, poll, Optional.empty(), Terms.NONE, sites);
    }

    /** As that, one that looks after deployments. */
    Bench(
            SqlStore opened,
            InstantSource clock,
            Halt halt,
            Duration poll,
            Settings care,
            Site... sites) {
        this(opened, true, clock, halt, SOON, poll, Optional.of(care), Terms.NONE, sites);
    }

    private Bench(
            SqlStore opened,
            boolean alone,
            InstantSource clock,
            Halt halt,
            Retry retry,
            Duration poll,
            Optional<Settings> care,
            Terms terms,
            Site... sites) {
        this.files = opened;
        store = halt.over(opened);
        Map<String, Site> named = new LinkedHashMap<>();
        for (Site site : sites) {
            named.put(site.describe().name(), halt.over(site));
        }
        engine =
                new Engine(
                        store,
                        new Sites(named),
                        new Profiles(),
                        clock,
                        // Ids of processes that follow each other at one moment must differ.
                        new SecureRandom(),
                        new SecureRandom(),
                        new Runner.Settings(
                                "p" + System.identityHashCode(this), LEASE, poll, 50, retry, alone),
                        care,
                        terms,
                        List.of());
    }

    Deployments deployments() {
        return engine.deployments();
    }

    static Request request(String name, String template) {
        return new Request(
                Optional.of(name),
                "t.yaml",
                Map.of("t.yaml", source("t.yaml", template), "a.sh", source("a.sh", "echo done\n")),
                Map.of(),
                Optional.empty());
    }

    private static Source source(String path, String text) {
        return new Source("file:" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the deployment is as it should be, and returns it. */
    Deployment await(String id, Predicate<Deployment> as) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> store.deployment(Scope.LOCAL, id).orElseThrow(), as);
    }

    /** The same for a deployment of another project. */
    Deployment await(Scope scope, String id, Deployment.Status status) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> store.deployment(scope, id).orElseThrow(),
                        deployment -> deployment.status() == status);
    }

    Deployment awaitStatus(String id, Deployment.Status status) {
        return await(id, deployment -> deployment.status() == status);
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            files.close();
        }
    }
}
