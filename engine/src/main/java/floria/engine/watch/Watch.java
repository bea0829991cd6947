package floria.engine.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.engine.log.LogBook;
import floria.engine.log.Mask;
import floria.engine.operation.Machines;
import floria.engine.operation.ProcessSteps;
import floria.engine.revision.Blueprint;
import floria.engine.revision.Blueprints;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.site.Execution;
import floria.site.SiteException;
import floria.tosca.value.Value;

/**
 * Follows the programs of running services: what they print goes to the log, and one that ends is
 * an event and the end of the deployment's good health. After a restart of the server it takes up
 * where the log ends.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);
    private static final Duration SPELL = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Store store;
    private final Blueprints blueprints;
    private final Machines machines;
    private final LogBook log;
    private final InstantSource clock;
    private final Runnable noticed;
    private final Map<String, Thread> followers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param noticed is run when a program was seen to have ended
     */
    public Watch(
            Store store,
            Blueprints blueprints,
            Machines machines,
            LogBook log,
            InstantSource clock,
            Runnable noticed) {
        this.store = store;
        this.blueprints = blueprints;
        this.machines = machines;
        this.log = log;
        this.clock = clock;
        this.noticed = noticed;
    }

    /** Follows the services of a deployment as it stands, and no others of it. */
    public void look(Deployment known) {
        Scope scope = new Scope(known.project(), known.owner());
        Deployment deployment = store.deployment(scope, known.id()).orElse(known);
        boolean up = deployment.status() == Deployment.Status.RUNNING;
        for (Instance instance : store.instances(scope, deployment.id())) {
            Value command = instance.attributes().get(ProcessSteps.COMMAND);
            if (up && command != null && instance.state() == Instance.State.STARTED) {
                followers.computeIfAbsent(
                        command.asText(),
                        id ->
                                Thread.ofVirtual()
                                        .name("watch " + instance.node())
                                        .start(() -> {
                                            follow(deployment, instance, id);
                                            followers.remove(id, Thread.currentThread());
                                        }));
            } else if (command != null) {
                Optional.ofNullable(followers.remove(command.asText()))
                        .ifPresent(Thread::interrupt);
            }
        }
    }

    private void follow(Deployment deployment, Instance instance, String command) {
        Scope scope = new Scope(deployment.project(), deployment.owner());
        Blueprint blueprint = blueprints.of(deployment, deployment.revision());
        List<Instance> instances = store.instances(scope, deployment.id());
        Mask mask = Mask.of(blueprint.revision(), instances);
        Execution.Output output =
                log.recorder(deployment.id(), step(instance, command), () -> mask).output(command);
        while (!closed && !Thread.currentThread().isInterrupted()) {
            try (Machines.Machine machine =
                    machines.open(blueprint, instance, new Instances(instances), () -> closed)) {
                Execution.Status status =
                        machine.channel()
                                .find(command)
                                .map(execution -> execution.follow(output, SPELL))
                                .orElseGet(Execution.Status.Lost::new);
                switch (status) {
                    case Execution.Status.Running _ -> {}
                    case Execution.Status.Exited(var code) -> {
                        ended(deployment, instance, "ended with exit code " + code);
                        return;
                    }
                    case Execution.Status.Lost _ -> {
                        ended(deployment, instance, "is gone");
                        return;
                    }
                }
            } catch (SiteException e) {
                LOGGER.warn(
                        "cannot watch {} of {}: {}",
                        instance.node(),
                        deployment.name(),
                        e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The service's own place in the log: the step that started it. */
    private static Step step(Instance instance, String command) {
        return new Step(
                command.split("-", 2)[0],
                instance.node() + "/run",
                "",
                0,
                instance.node(),
                instance.id(),
                List.of(),
                Map.of(),
                "",
                Step.State.SUCCEEDED,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void ended(Deployment known, Instance instance, String how) {
        if (closed || Thread.currentThread().isInterrupted()) {
            return;
        }
        String message = "the program of " + instance.node() + " " + how;
        try {
            while (!tell(known, instance, message)) {
                LOGGER.debug("{} has changed meanwhile, looking again", known.name());
            }
            noticed.run();
        } catch (StoreException e) {
            LOGGER.error(
                    "{} of deployment {}, and that cannot be stored: {}",
                    message,
                    known.name(),
                    e.getMessage());
        }
    }

    /**
     * Writes the end down; false when the deployment has changed since it was read here. What is
     * followed may have been changed since it was started, and must not be written back as it was.
     */
    private boolean tell(Deployment known, Instance followed, String message) {
        Scope scope = new Scope(known.project(), known.owner());
        Deployment seen = store.deployment(scope, known.id()).orElse(known);
        Optional<Instance> instance =
                store.instances(scope, known.id()).stream()
                        .filter(one -> one.id().equals(followed.id()))
                        .findFirst();
        return store.write(writer -> {
            Deployment now = writer.deployment(known.id());
            if (now.status() != Deployment.Status.RUNNING || instance.isEmpty()) {
                return true;
            }
            if (!now.equals(seen)) {
                return false;
            }
            writer.update(
                    now.with(Deployment.Status.FAILED, Optional.of(message), clock.instant()));
            writer.update(instance.get().fallen(Instance.State.ERROR, Instance.State.CONFIGURED));
            writer.append(
                    List.of(
                            event(
                                    known,
                                    Optional.of(followed.node()),
                                    "node.state",
                                    message,
                                    "error",
                                    followed.id()),
                            event(
                                    known,
                                    Optional.empty(),
                                    "deployment.status",
                                    now.name() + " is failed: " + message,
                                    "failed",
                                    "")));
            return true;
        });
    }

    private Event event(
            Deployment deployment,
            Optional<String> node,
            String type,
            String message,
            String word,
            String instance) {
        return new Event(
                0,
                clock.instant(),
                deployment.project(),
                deployment.id(),
                Optional.empty(),
                node,
                "floria",
                type,
                message,
                node.isPresent()
                        ? Map.of("state", word, "instance", instance)
                        : Map.of("status", word));
    }

    @Override
    public void close() {
        closed = true;
        followers.values().forEach(Thread::interrupt);
    }
}
