package floria.engine.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import floria.placement.Explanation;
import floria.placement.Placement;
import floria.placement.Quota;
import floria.tosca.value.Value;

/** Records to store, each new and different from the others. */
public final class Samples {
    public static final Scope ALICE = new Scope("red", "alice");
    public static final Scope BOB = new Scope("blue", "bob");
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final Ulid ids;
    private volatile Instant clock = NOON;

    public Samples(long seed) {
        ids = new Ulid(() -> clock, new Random(seed));
    }

    public synchronized Instant tick() {
        clock = clock.plusNanos(1_000_000);
        return clock;
    }

    public String id() {
        return ids.next();
    }

    public Deployment deployment(Scope scope, String name) {
        Instant now = tick();
        return new Deployment(
                id(),
                scope.project(),
                scope.actor(),
                name,
                Deployment.Status.DEPLOYING,
                1,
                Optional.empty(),
                now,
                now);
    }

    public static Deployment with(Deployment old, Deployment.Status status) {
        return new Deployment(
                old.id(),
                old.project(),
                old.owner(),
                old.name(),
                status,
                old.revision(),
                Optional.of("since it was told to"),
                old.createdAt(),
                old.updatedAt().plusSeconds(1));
    }

    public Revision revision(Deployment deployment, Map<String, String> sources) {
        return new Revision(
                deployment.id(),
                deployment.revision(),
                "file:/notebook.yaml",
                sources,
                values(),
                placement(),
                Map.of("db", 3),
                "made",
                deployment.owner(),
                tick());
    }

    public Instance instance(Deployment deployment, String node, int index) {
        return new Instance(
                id(),
                deployment.id(),
                node,
                index,
                Instance.State.CREATING,
                Instance.State.INITIAL,
                1,
                1,
                "local",
                "small",
                values(),
                Map.of("token", new Value.Secret(Value.text("s3cret"))));
    }

    public static Instance with(Instance old, Instance.State state, Map<String, Value> values) {
        return new Instance(
                old.id(),
                old.deployment(),
                old.node(),
                old.index(),
                state,
                old.reached(),
                old.revision() + 1,
                old.generation() + 1,
                "other",
                "large",
                values,
                old.generated());
    }

    public Run run(Deployment deployment) {
        return new Run(
                id(),
                deployment.id(),
                Run.Kind.INSTALL,
                deployment.revision(),
                Run.Status.ACTIVE,
                false,
                Map.of(Run.REMOVAL, "db.1"),
                deployment.owner(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                tick(),
                Optional.empty());
    }

    static Run planned(Run run) {
        return new Run(
                run.id(),
                run.deployment(),
                run.kind(),
                run.revision(),
                run.status(),
                true,
                run.detail(),
                run.actor(),
                run.stop(),
                run.leaseOwner(),
                run.epoch(),
                run.leaseExpiresAt(),
                run.createdAt(),
                run.endedAt());
    }

    public static Run with(
            Run old, Run.Status status, Optional<Run.Stop> stop, Optional<Instant> end) {
        return new Run(
                old.id(),
                old.deployment(),
                old.kind(),
                old.revision(),
                status,
                old.planned(),
                old.detail(),
                old.actor(),
                stop,
                old.leaseOwner(),
                old.epoch(),
                old.leaseExpiresAt(),
                old.createdAt(),
                end);
    }

    public Step step(Run run, String id, String... dependsOn) {
        return new Step(
                run.id(),
                id,
                "operation",
                3,
                "db",
                id(),
                List.of(dependsOn),
                Map.of("operation", "create", "text", "ä \"quoted\" \n line"),
                "a new node",
                Step.State.PENDING,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Step with(Step old, Step.State state, Instant started, Instant ended) {
        return new Step(
                old.run(),
                old.id(),
                old.kind(),
                old.version(),
                old.node(),
                old.instance(),
                old.dependsOn(),
                old.detail(),
                old.reason(),
                state,
                old.attempt() + 1,
                Optional.of("it went wrong"),
                Optional.of(started),
                Optional.of(ended));
    }

    public Event event(Deployment deployment, String message) {
        return new Event(
                0,
                tick(),
                deployment.project(),
                deployment.id(),
                Optional.empty(),
                Optional.of("db"),
                deployment.owner(),
                "step.finished",
                message,
                Map.of("step", "db/create"));
    }

    public LogLine line(Deployment deployment, String node, long number, String text) {
        return new LogLine(
                0,
                tick(),
                deployment.id(),
                "run",
                node,
                node + "/create",
                "exec-1",
                "out",
                number,
                text);
    }

    /** One value of every kind, secret and open ones among them, in an order to keep. */
    public static Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("zero", new Value.Nil());
        values.put("text", Value.text("ä \"quoted\" \\ \n 𝄞"));
        values.put("int", new Value.Int(new BigInteger("123456789012345678901234567890")));
        values.put("real", new Value.Real(new BigDecimal("1.50")));
        values.put("huge", new Value.Real(new BigDecimal("-2E+400")));
        values.put("bool", new Value.Bool(true));
        values.put(
                "scalar",
                new Value.Scalar(Value.Scalar.Kind.SIZE, new BigDecimal("2048000000"), "2048 MB"));
        values.put("secret", new Value.Secret(Value.text("open sesame")));
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put("", new Value.Items(List.of()));
        entries.put(
                "a",
                new Value.Items(List.of(Value.integer(1), new Value.Secret(Value.integer(2)))));
        values.put("entries", new Value.Entries(entries));
        values.put(
                "call",
                new Value.Call(
                        "concat",
                        List.of(
                                Value.text("http://"),
                                new Value.Call("get_attribute", List.of(Value.text("db"))))));
        values.put(
                "secretCall",
                new Value.Secret(new Value.Call("get_input", List.of(Value.text("password")))));
        return values;
    }

    private static Placement placement() {
        return new Placement(
                Map.of(
                        "db",
                        new Placement.Assignment(
                                "db",
                                "local",
                                "small",
                                new BigDecimal("0.10"),
                                "it is free",
                                Optional.of("z1"),
                                Map.of(Quota.Resource.GPUS, 2.0))),
                new BigDecimal("0.10"),
                "EUR",
                List.of("the smallest that suffices"),
                List.of(new Placement.Rejection("db", "cloud", "", List.of("no GPU", "no quota"))),
                new Explanation(
                        List.of(
                                new Explanation.Term(
                                        "compute", new BigDecimal("2.40"), "0.10 for 24 h")),
                        new BigDecimal("1.20"),
                        Duration.ofSeconds(61),
                        List.of(
                                new Explanation.DataUse(
                                        "digits", "local", "aws:eu-west-1", true, "is copied")),
                        List.of(
                                new Explanation.Alternative(
                                        "all on cloud",
                                        new BigDecimal("0.30"),
                                        BigDecimal.ZERO,
                                        Duration.ofMinutes(2),
                                        "costs more")),
                        List.of(new Explanation.Expected("db", 0.95, Duration.ofSeconds(60), 1.5)),
                        0.125,
                        "CP-SAT"));
    }
}
