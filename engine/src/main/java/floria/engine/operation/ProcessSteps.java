package floria.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.engine.plan.Kinds;
import floria.engine.run.Outcome;
import floria.engine.run.StepContext;
import floria.engine.run.StepExecutor;
import floria.engine.state.Instance;
import floria.site.Command;
import floria.site.Execution;
import floria.site.SiteException;
import floria.tosca.value.Value;

/** Waits until a service answers, and ends its program. */
public final class ProcessSteps implements StepExecutor {
    /** The attribute that holds the id of the command that the instance's program runs as. */
    public static final String COMMAND = "floria.command";

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

    private final Machines machines;
    private final InstantSource clock;
    private final Chores chores;
    private final Probe probe = new Probe();

    public ProcessSteps(Machines machines, InstantSource clock) {
        this.machines = machines;
        this.clock = clock;
        this.chores = new Chores(clock);
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.READY, Kinds.PROCESS_STOP);
    }

    @Override
    public Outcome execute(StepContext context) throws InterruptedException {
        return context.step().kind().equals(Kinds.READY) ? ready(context) : stop(context);
    }

    private Outcome stop(StepContext context) {
        Optional<String> command = command(context.instance());
        if (command.isEmpty()) {
            return Outcome.Done.PLAIN;
        }
        try (Machines.Machine machine =
                machines.open(
                        context.blueprint(),
                        context.instance(),
                        context.instances(),
                        () -> false)) {
            machine.channel()
                    .find(command.get())
                    .ifPresent(execution -> execution.kill(OperationSteps.GRACE));
        }
        return Outcome.Done.PLAIN;
    }

    private Outcome ready(StepContext context) throws InterruptedException {
        Readiness readiness =
                Readiness.of(
                        context.blueprint().topology(), context.evaluator(), context.instance());
        Instant end = clock.instant().plus(readiness.timeout());
        try (Machines.Machine machine =
                machines.open(
                        context.blueprint(),
                        context.instance(),
                        context.instances(),
                        context.cancelled())) {
            Optional<Execution> execution =
                    command(context.instance()).flatMap(id -> machine.channel().find(id));
            if (execution.isEmpty()) {
                return new Outcome.Failed(
                        "the program of " + context.instance().node() + " is not there", true);
            }
            Thread follower = follow(context, execution.get());
            try {
                String last = "nothing was tried";
                Instant look = clock.instant();
                while (clock.instant().isBefore(end)) {
                    Optional<String> amiss = probe.amiss(readiness.address());
                    if (amiss.isEmpty()) {
                        amiss = command(context.instance(), machine, readiness.command());
                    }
                    if (amiss.isEmpty()) {
                        // Another program may have answered, on the port that this one failed to
                        // get.
                        return execution.get().status() instanceof Execution.Status.Running
                                ? Outcome.Done.PLAIN
                                : ended(context, execution.get());
                    }
                    last = amiss.get();
                    // Asking the machine costs more than asking the service.
                    if (clock.instant().isAfter(look)) {
                        if (!(execution.get().status() instanceof Execution.Status.Running)) {
                            return ended(context, execution.get());
                        }
                        look = clock.instant().plus(LOOK);
                    }
                    if (context.cancelled().getAsBoolean()) {
                        return new Outcome.Stopped();
                    }
                    Thread.sleep(PAUSE);
                }
                return new Outcome.Failed(
                        context.instance().node()
                                + " did not answer within "
                                + readiness.timeout().toSeconds()
                                + " s: "
                                + last,
                        false);
            } finally {
                follower.interrupt();
            }
        }
    }

    private Optional<String> command(
            Instance instance, Machines.Machine machine, List<String> argv) {
        if (argv.isEmpty()) {
            return Optional.empty();
        }
        Execution.Status status =
                chores.run(
                                machine.channel(),
                                "ready-" + instance.id(),
                                id ->
                                        new Command(
                                                id,
                                                argv,
                                                Map.of(),
                                                machine.folder(instance.node())),
                                COMMAND_LIMIT)
                        .status();
        return switch (status) {
            case Execution.Status.Exited(var code) ->
                    code == 0
                            ? Optional.empty()
                            : Optional.of("its command of readiness exits with " + code);
            case Execution.Status.Running _ ->
                    Optional.of(
                            "its command of readiness does not end within "
                                    + COMMAND_LIMIT.toSeconds()
                                    + " s");
            case Execution.Status.Lost _ -> Optional.of("its command of readiness got lost");
        };
    }

    private static Thread follow(StepContext context, Execution execution) {
        String id = command(context.instance()).orElseThrow();
        Execution.Output output = context.recorder().output(id);
        return Thread.ofVirtual()
                .name("output " + context.step().id())
                .start(() -> {
                    try {
                        execution.follow(output, Duration.ofDays(1));
                    } catch (SiteException _) {
                        // The probe says what is the matter with the machine.
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static Outcome ended(StepContext context, Execution execution)
            throws InterruptedException {
        LastLine last =
                new LastLine(context.recorder().output(command(context.instance()).orElseThrow()));
        Execution.Status status = execution.follow(last, Duration.ofSeconds(5));
        context.recorder().flush();
        String how =
                switch (status) {
                    case Execution.Status.Exited(var code) -> "ended with exit code " + code;
                    case Execution.Status.Lost _ -> "is gone";
                    case Execution.Status.Running _ -> "is being restarted";
                };
        return new Outcome.Failed(
                "the program of "
                        + context.instance().node()
                        + " "
                        + how
                        + " before it answered"
                        + last.text().map(text -> ": " + text).orElse(""),
                false);
    }

    /** The id of the command that the instance's program was last started as. */
    static Optional<String> command(Instance instance) {
        return Optional.ofNullable(instance.attributes().get(COMMAND)).map(Value::asText);
    }
}
