package floria.engine.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.site.Command;
import floria.site.Execution;
import floria.site.SiteException;
import floria.tosca.model.Operation;

/**
 * Runs operations that only find something out: outside of any run, without a log, and with nothing
 * left on the machine but the operation's files.
 */
public final class Inquiry {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Machines machines;
    private final InstantSource clock;
    private final Courier courier = new Courier();
    private final AtomicLong count = new AtomicLong();

    public Inquiry(Machines machines, InstantSource clock) {
        this.machines = machines;
        this.clock = clock;
    }

    /** What an operation found out, or why it did not. */
    public sealed interface Answer {

        /** The outputs by name. */
        record Known(Map<String, String> outputs) implements Answer {
            public Known {
                outputs = Map.copyOf(outputs);
            }
        }

        /**
         * @param why in one line
         */
        record Unknown(String why) implements Answer {}
    }

    /** Runs an operation of an instance's node on its machine, and waits for its end. */
    public Answer ask(
            Blueprint blueprint,
            Instances instances,
            Instance instance,
            String interfaceName,
            String name) {
        Optional<Operation> operation =
                blueprint.topology().node(instance.node()).operation(interfaceName, name);
        if (operation.isEmpty()) {
            return new Answer.Unknown(instance.node() + " has no " + interfaceName + "." + name);
        }
        try (Machines.Machine machine =
                machines.open(blueprint, instance, instances, () -> false)) {
            Program program =
                    Program.of(
                            new Program.Subject(blueprint, instances, instance),
                            operation.get(),
                            interfaceName);
            return ask(machine, program, instance, interfaceName + "." + name);
        } catch (SiteException | Program.NotRunnable e) {
            return new Answer.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Answer ask(Machines.Machine machine, Program program, Instance instance, String name) {
        String id = "ask-" + instance.id() + "-" + clock.millis() + "-" + count.incrementAndGet();
        // One file for all, which each of them begins anew: nothing piles up on the machine.
        String output = machine.channel().workspace() + "/.floria/answer-" + instance.id();
        machine.channel().put(output, new java.io.ByteArrayInputStream(new byte[0]), 0, false);
        Command command =
                program.command(
                        id,
                        courier.deliver(machine, program.files()),
                        machine.folder(instance.node()),
                        output);
        Execution execution = machine.channel().start(command);
        List<String> said = new CopyOnWriteArrayList<>();
        Execution.Status status = execution.follow((_, _, text) -> said.add(text), LIMIT);
        if (status instanceof Execution.Status.Running) {
            execution.kill(OperationSteps.GRACE);
        }
        machine.channel().forget(id);
        return switch (status) {
            case Execution.Status.Exited(var code) ->
                    code == 0
                            ? new Answer.Known(Outputs.read(machine.channel(), output))
                            : new Answer.Unknown(
                                    name
                                            + " ended with exit code "
                                            + code
                                            + (said.isEmpty() ? "" : ": " + said.getLast()));
            case Execution.Status.Running _ ->
                    new Answer.Unknown(name + " did not end within " + LIMIT.toSeconds() + " s");
            case Execution.Status.Lost _ -> new Answer.Unknown(name + " got lost");
        };
    }
}
