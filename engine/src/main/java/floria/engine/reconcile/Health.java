package floria.engine.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import floria.engine.operation.Chores;
import floria.engine.operation.Machines;
import floria.engine.operation.Probe;
import floria.engine.operation.ServiceAddress;
import floria.engine.state.Instance;
import floria.site.Command;
import floria.site.Execution;
import floria.site.SiteException;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.value.Value;

/**
 * Carries out the health checks that services declare. One that fails counts once it has failed as
 * often, look after look, as the declaration says; after a restart the counting begins anew.
 */
final class Health {
    private static final int AT_ONCE = 32;

    private final Machines machines;
    private final Chores chores;
    private final Probe probe = new Probe();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    Health(Machines machines, InstantSource clock) {
        this.machines = machines;
        this.chores = new Chores(clock);
    }

    /** Checks the instances side by side. */
    List<Finding> check(Subject subject, List<Instance> instances) throws InterruptedException {
        List<Finding> findings = java.util.Collections.synchronizedList(new ArrayList<>());
        Semaphore room = new Semaphore(AT_ONCE);
        List<Thread> threads = new ArrayList<>();
        for (Instance instance : instances) {
            Evaluator evaluator = subject.blueprint().evaluator(subject.instances(), instance);
            Map<String, Value> declared =
                    ServiceAddress.declared(
                            subject.blueprint().topology(), evaluator, instance, "health");
            if (declared.isEmpty()) {
                continue;
            }
            room.acquire();
            threads.add(
                    Thread.ofVirtual()
                            .name("health " + instance.label())
                            .start(() -> {
                                try {
                                    check(subject, instance, declared).ifPresent(findings::add);
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                } finally {
                                    room.release();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(findings);
    }

    private Optional<Finding> check(Subject subject, Instance instance, Map<String, Value> declared)
            throws InterruptedException {
        Optional<String> amiss = amiss(subject, instance, declared);
        if (amiss.isEmpty()) {
            failures.remove(instance.id());
            return Optional.empty();
        }
        int most =
                declared.get("failures") instanceof Value.Int(var number) ? number.intValue() : 3;
        int count = failures.merge(instance.id(), 1, Integer::sum);
        return count < most
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                instance,
                                Finding.Kind.UNHEALTHY,
                                instance.label() + " is unhealthy: " + amiss.get()));
    }

    /** A failure that was counted is over: something was done about it. */
    void forget(Instance instance) {
        failures.remove(instance.id());
    }

    private Optional<String> amiss(Subject subject, Instance instance, Map<String, Value> declared)
            throws InterruptedException {
        List<String> argv = ServiceAddress.command(declared);
        if (!argv.isEmpty()) {
            return command(subject, instance, argv);
        }
        return probe.amiss(ServiceAddress.of(instance, declared));
    }

    private Optional<String> command(Subject subject, Instance instance, List<String> argv) {
        try (Machines.Machine machine =
                machines.open(subject.blueprint(), instance, subject.instances(), () -> false)) {
            Chores.Result result =
                    chores.run(
                            machine.channel(),
                            "health-" + instance.id(),
                            id -> new Command(id, argv, Map.of(), machine.folder(instance.node())),
                            Duration.ofSeconds(30));
            return switch (result.status()) {
                case Execution.Status.Exited(var code) ->
                        code == 0
                                ? Optional.empty()
                                : Optional.of("its health check exits with " + code);
                case Execution.Status.Running _ ->
                        Optional.of("its health check does not end within 30 s");
                case Execution.Status.Lost _ -> Optional.of("its health check got lost");
            };
        } catch (SiteException e) {
            return Optional.of("its machine cannot be reached: " + e.getMessage());
        }
    }
}
