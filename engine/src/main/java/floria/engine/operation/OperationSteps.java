package floria.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.engine.plan.Kinds;
import floria.engine.run.Outcome;
import floria.engine.run.StepContext;
import floria.engine.run.StepExecutor;
import floria.engine.state.Instance;
import floria.engine.workflow.Place;
import floria.engine.workflow.Scene;
import floria.site.Channel;
import floria.site.Command;
import floria.site.Execution;
import floria.tosca.model.Activity;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Operation;
import floria.tosca.value.Value;

/**
 * Runs operations and jobs on the machine of their node: files are brought there, declared inputs
 * become the environment, every line that is printed goes to the log, outputs become attributes.
 * The command outlives this process: a repeated step finds it under its id, and follows it from its
 * first line.
 */
public final class OperationSteps implements StepExecutor {
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration OPERATION_LIMIT = Duration.ofHours(1);

    private final Machines machines;
    private final InstantSource clock;
    private final Courier courier = new Courier();

    public OperationSteps(Machines machines, InstantSource clock) {
        this.machines = machines;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.OPERATION, Kinds.PROCESS_START, Kinds.PROCESS_RUN, Kinds.PROGRAM);
    }

    @Override
    public Outcome execute(StepContext context) throws InterruptedException {
        if (context.step().instance().isEmpty()) {
            return new Outcome.Failed(
                    "there is no machine to run "
                            + context.run().flow()
                            + " on: name a node in the workflow's metadata, floria.host",
                    false);
        }
        Instance instance = context.instance();
        Program program = program(context);
        try (Machines.Machine machine =
                machines.open(
                        context.blueprint(), instance, context.instances(), context.cancelled())) {
            Command command = command(context, machine, program);
            endEarlier(context, machine.channel(), command.id());
            Execution execution = machine.channel().start(command);
            if (context.step().kind().equals(Kinds.PROCESS_START)) {
                return new Outcome.Done(
                        Map.of(
                                instance.id(),
                                Map.of(ProcessSteps.COMMAND, Value.text(command.id()))));
            }
            return follow(context, machine, program.operation(), command, execution);
        } catch (Program.NotRunnable e) {
            return new Outcome.Failed(e.why(), false);
        }
    }

    /**
     * Ends what an earlier start or attempt left behind: a program whose supervisor was killed runs
     * on, and would hold the ports and locks that the new one needs.
     */
    private static void endEarlier(StepContext context, Channel channel, String id) {
        Stream<String> service =
                context.step().kind().equals(Kinds.PROCESS_START)
                        ? ProcessSteps.command(context.instance()).stream()
                        : Stream.empty();
        Stream<String> attempt =
                context.step().attempt() > 1
                        ? Stream.of(id(context, context.step().attempt() - 1))
                        : Stream.empty();
        Stream.concat(service, attempt)
                .filter(earlier -> !earlier.equals(id))
                .flatMap(earlier -> channel.find(earlier).stream())
                .forEach(execution -> execution.kill(GRACE));
    }

    private static String id(StepContext context, int attempt) {
        return context.step().run() + "-" + context.number() + "-" + attempt;
    }

    /** What the step runs: its node's program or operation, or one of a relationship. */
    private static Program program(StepContext context) {
        Map<String, String> detail = context.step().detail();
        NodeTemplate node = context.blueprint().topology().node(context.instance().node());
        Optional<Scene> scene = scene(context);
        if (context.step().kind().equals(Kinds.PROGRAM)) {
            return Program.of(context, scene.orElseThrow().workflow())
                    .with(scene.orElseThrow().inputs());
        }
        if (!context.step().kind().equals(Kinds.OPERATION)) {
            return Program.of(context, node.operation("Process", "run").orElseThrow(), "Process");
        }
        String name = detail.getOrDefault(Kinds.OPERATION_NAME, "");
        String of = detail.getOrDefault(Kinds.INTERFACE, "Standard");
        Program program =
                detail.containsKey(Kinds.REQUIREMENT)
                        ? Program.of(context, Link.of(context), name)
                        : Program.of(context, node.operation(of, name).orElseThrow(), of);
        return scene.map(found -> program.with(inputs(context, found))).orElse(program);
    }

    /** What the activity that the step belongs to stands in. */
    private static Optional<Scene> scene(StepContext context) {
        return Optional.ofNullable(context.step().detail().get(Kinds.ACTIVITY))
                .flatMap(_ -> Scene.of(context.blueprint(), context.instances(), context.run()))
                .map(scene -> scene.at(place(context), context.instance()));
    }

    private static Place place(StepContext context) {
        return Place.of(context.step().detail().getOrDefault(Kinds.ACTIVITY, ""));
    }

    /** The inputs that an activity gives to the operation that it calls. */
    private static Map<String, Value> inputs(StepContext context, Scene scene) {
        Place.Spot spot = place(context).spots().getLast();
        Map<String, Value> inputs = new LinkedHashMap<>();
        if (scene.step(spot).activities().get(spot.activity())
                instanceof Activity.CallOperation call) {
            call.inputs()
                    .forEach((name, value) ->
                            inputs.put(name, scene.value(value, context.instance())));
        }
        return inputs;
    }

    private Command command(StepContext context, Machines.Machine machine, Program program) {
        String id = id(context, context.step().attempt());
        String folder = courier.deliver(machine, program.files());
        String directory = machine.folder(context.instance().node());
        return program.command(id, folder, directory, outputFile(machine, id));
    }

    private static String outputFile(Machines.Machine machine, String id) {
        return machine.channel().workspace() + "/.floria/outputs-" + id;
    }

    private Outcome follow(
            StepContext context,
            Machines.Machine machine,
            Operation operation,
            Command command,
            Execution execution)
            throws InterruptedException {
        boolean job = context.step().kind().equals(Kinds.PROCESS_RUN);
        Optional<Duration> limit =
                operation.timeout().or(() -> job ? Optional.empty() : Optional.of(OPERATION_LIMIT));
        Instant begin = clock.instant();
        LastLine last = new LastLine(context.recorder().output(command.id()));
        while (true) {
            Execution.Status status = execution.follow(last, LOOK);
            if (Thread.interrupted() || context.cancelled().getAsBoolean()) {
                if (status instanceof Execution.Status.Running) {
                    execution.kill(GRACE);
                }
                context.recorder().flush();
                return new Outcome.Stopped();
            }
            String what =
                    command.environment().getOrDefault("FLORIA_OPERATION", "")
                            + " of "
                            + context.instance().node();
            switch (status) {
                case Execution.Status.Running _ -> {
                    if (limit.isPresent() && clock.instant().isAfter(begin.plus(limit.get()))) {
                        execution.kill(GRACE);
                        context.recorder().flush();
                        return new Outcome.Failed(
                                what + " was ended, it took longer than " + limit.get(), false);
                    }
                }
                case Execution.Status.Lost _ -> {
                    context.recorder().flush();
                    return new Outcome.Failed(
                            what + " was lost: its machine was restarted, or it was killed", true);
                }
                case Execution.Status.Exited(var code) -> {
                    context.recorder().flush();
                    if (code != 0) {
                        return new Outcome.Failed(
                                what
                                        + " ended with exit code "
                                        + code
                                        + last.text().map(text -> ": " + text).orElse(""),
                                false);
                    }
                    String file = outputFile(machine, command.id());
                    return new Outcome.Done(
                            context.step().kind().equals(Kinds.PROGRAM)
                                    ? Outputs.attributes(
                                            machine.channel(),
                                            file,
                                            operation.outputs(),
                                            context.instances())
                                    : Outputs.attributes(
                                            machine.channel(),
                                            file,
                                            operation,
                                            context.instance()));
                }
            }
        }
    }
}
