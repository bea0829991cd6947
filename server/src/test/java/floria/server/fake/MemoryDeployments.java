package floria.server.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Details;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Forecast;
import floria.engine.deployment.Preview;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Request;
import floria.engine.deployment.Wish;
import floria.engine.plan.Change;
import floria.engine.plan.Plan;
import floria.engine.state.Deployment;
import floria.engine.state.Instance;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.placement.Placement;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/**
 * Deployments that only say that they are. A template whose text holds {@code bad} has two
 * problems; one with {@code huge} fits nowhere; one with {@code bug} meets a bug.
 */
public final class MemoryDeployments implements Deployments {
    public static final String SECRET = "hunter2-the-secret";

    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Wish> wishes = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private Optional<Request> last = Optional.empty();

    public synchronized Request lastRequest() {
        return last.orElseThrow();
    }

    public synchronized void status(String id, Deployment.Status status) {
        deployments.replaceAll(one ->
                one.id().equals(id)
                        ? new Deployment(
                                one.id(),
                                one.project(),
                                one.owner(),
                                one.name(),
                                status,
                                one.revision(),
                                one.error(),
                                one.createdAt(),
                                one.updatedAt())
                        : one);
    }

    public synchronized Deployment add(String name, Deployment.Status status) {
        Deployment made =
                new Deployment(
                        "%026d".formatted(deployments.size() + 1),
                        "default",
                        "local",
                        name,
                        status,
                        1,
                        Optional.empty(),
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Instant.parse("2026-01-02T03:04:06Z"));
        deployments.addFirst(made);
        return made;
    }

    @Override
    public List<Problem> validate(Request request) {
        String text = template(request).text();
        if (text.contains("bug")) {
            throw new IllegalStateException("a bug with " + SECRET);
        }
        if (!text.contains("bad")) {
            return List.of();
        }
        String address = template(request).address();
        return List.of(
                new Problem(
                        "unknown-type",
                        Severity.ERROR,
                        "There is no type tosca.nodes.Computer.",
                        new Location(address, 7, 13, 7, 33),
                        "topology_template/node_templates/server",
                        Optional.of("Did you mean tosca.nodes.Compute?"),
                        List.of(
                                new Problem.Related(
                                        new Location("profile:tosca/1.0.yaml", 1, 2, 1, 3),
                                        "Here is the other one."))),
                new Problem(
                        "unused-input",
                        Severity.WARNING,
                        "The input cpus is not used.",
                        Location.startOf(address),
                        "topology_template/inputs/cpus",
                        Optional.empty(),
                        List.of()));
    }

    @Override
    public Preview plan(Scope scope, Request request) {
        remember(request);
        List<Problem> problems = validate(request);
        if (!problems.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.INVALID_TEMPLATE,
                    "The template has 1 error.",
                    Optional.empty(),
                    problems,
                    List.of());
        }
        if (template(request).text().contains("huge")) {
            throw new Refusal(
                    Refusal.Code.UNPLACEABLE,
                    "No site satisfies the node server.",
                    Optional.of("Ask for less."),
                    List.of(),
                    List.of(
                            new Placement.Rejection(
                                    "server", "local", "", List.of("needs 512 CPUs, has 2"))));
        }
        return new Preview("notebook", List.of(), placement(), List.of(step()));
    }

    @Override
    public synchronized Deployment create(
            Scope scope, Request request, Optional<String> idempotencyKey) {
        plan(scope, request);
        Optional<String> before = idempotencyKey.map(keys::get);
        if (before.isPresent()) {
            return get(scope, before.get());
        }
        String name = request.name().orElse("notebook");
        if (deployments.stream().anyMatch(one -> one.name().equals(name))) {
            throw new Refusal(
                    Refusal.Code.NAME_TAKEN,
                    "There is already a deployment named " + name + ".",
                    "Choose another name with --name.");
        }
        Deployment made = add(name, Deployment.Status.DEPLOYING);
        idempotencyKey.ifPresent(key -> keys.put(key, made.id()));
        return made;
    }

    @Override
    public synchronized Deployment get(Scope scope, String nameOrId) {
        return deployments.stream()
                .filter(one -> one.id().equals(nameOrId) || one.name().equals(nameOrId))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                Refusal.Code.NOT_FOUND,
                                "There is no deployment " + nameOrId + ".",
                                "floria ls lists them."));
    }

    @Override
    public synchronized List<Deployment> list(
            Scope scope, boolean deleted, Optional<String> before, int limit) {
        return deployments.stream()
                .filter(one -> deleted || one.status() != Deployment.Status.DELETED)
                .filter(one -> before.map(id -> one.id().compareTo(id) < 0).orElse(true))
                .limit(limit)
                .toList();
    }

    @Override
    public Details details(Scope scope, String nameOrId) {
        Deployment deployment = get(scope, nameOrId);
        Value token = new Value.Secret(Value.text(SECRET));
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("token", token);
        values.put("deep", new Value.Items(List.of(new Value.Entries(Map.of("token", token)))));
        values.put("memory", size());
        values.put("big", new Value.Int(new BigInteger("123456789012345678901234567890")));
        values.put("exact", new Value.Real(new BigDecimal("0.10000000000000000000000001")));
        values.put("open", new Value.Call("get_attribute", List.of(Value.text("server"))));
        values.put("nothing", new Value.Nil());
        Instance instance =
                new Instance(
                        "%026d".formatted(7),
                        deployment.id(),
                        "server",
                        0,
                        Instance.State.STARTED,
                        Instance.State.STARTED,
                        1,
                        1,
                        "local",
                        "host",
                        Map.of("token", token, "private_address", Value.text("127.0.0.1")),
                        Map.of("token", token));
        return new Details(
                deployment,
                placement(),
                List.of(instance),
                List.of(run(deployment)),
                List.of(step()),
                values);
    }

    @Override
    public Forecast forecast(Scope scope, String nameOrId, Wish wish) {
        Deployment deployment = get(scope, nameOrId);
        Instance instance = details(scope, nameOrId).instances().getFirst();
        return new Forecast(
                "state-1",
                List.of(),
                placement(),
                placement(),
                new Plan(
                        List.of(
                                new Change(
                                        instance,
                                        Change.Kind.RESTART,
                                        List.of("its property size changes"),
                                        false,
                                        "local",
                                        "host")),
                        List.of(step())),
                wish + " of " + deployment.name());
    }

    @Override
    public Deployment change(
            Scope scope,
            String nameOrId,
            Wish wish,
            Consent consent,
            Optional<String> idempotencyKey) {
        Deployment deployment = get(scope, nameOrId);
        if (consent.state().filter(state -> !state.equals("state-1")).isPresent()) {
            throw new Refusal(Refusal.Code.CONFLICT, "It has changed since.");
        }
        wishes.add(wish);
        status(deployment.id(), Deployment.Status.UPDATING);
        return get(scope, deployment.id());
    }

    /** What was wished for, oldest first. */
    public synchronized List<Wish> wishes() {
        return List.copyOf(wishes);
    }

    @Override
    public Map<String, Workflow> workflows(Scope scope, String nameOrId) {
        return Map.of();
    }

    @Override
    public List<Step> rehearse(Scope scope, String nameOrId, Errand errand) {
        throw noWorkflow(get(scope, nameOrId));
    }

    @Override
    public Run run(Scope scope, String nameOrId, Errand errand, Optional<String> key) {
        throw noWorkflow(get(scope, nameOrId));
    }

    private static Refusal noWorkflow(Deployment deployment) {
        return new Refusal(Refusal.Code.NOT_FOUND, deployment.name() + " has no workflows");
    }

    @Override
    public List<Revision> revisions(Scope scope, String nameOrId) {
        Deployment deployment = get(scope, nameOrId);
        return List.of(
                new Revision(
                        deployment.id(),
                        1,
                        "file:t.yaml",
                        Map.of(),
                        Map.of(),
                        placement(),
                        Map.of(),
                        "created",
                        "local",
                        Instant.EPOCH));
    }

    @Override
    public List<Step> steps(Scope scope, String nameOrId, String run) {
        return details(scope, nameOrId).steps();
    }

    @Override
    public Run cancel(Scope scope, String nameOrId) {
        return run(get(scope, nameOrId));
    }

    @Override
    public Run pause(Scope scope, String nameOrId) {
        return run(get(scope, nameOrId));
    }

    @Override
    public Run resume(Scope scope, String nameOrId) {
        return run(get(scope, nameOrId));
    }

    @Override
    public Run retry(Scope scope, String nameOrId) {
        return run(get(scope, nameOrId));
    }

    @Override
    public Run skip(Scope scope, String nameOrId, String step, String why) {
        return run(get(scope, nameOrId));
    }

    @Override
    public Deployment delete(Scope scope, String nameOrId, boolean keepData, boolean force) {
        Deployment deployment = get(scope, nameOrId);
        status(
                deployment.id(),
                keepData ? Deployment.Status.DATA_KEPT : Deployment.Status.DELETING);
        return get(scope, deployment.id());
    }

    @Override
    public void download(
            Scope scope, String nameOrId, String node, int index, String path, OutputStream to) {
        get(scope, nameOrId);
        try {
            if (path.equals("endless-then-broken")) {
                for (int i = 0; i < 100; i++) {
                    to.write(new byte[10_000]);
                }
                throw new Refusal(Refusal.Code.SITE, "The machine went away.");
            }
            byte[] content;
            synchronized (this) {
                content = files.get(node + "/" + index + "/" + path);
            }
            if (content == null) {
                throw new Refusal(
                        Refusal.Code.NOT_FOUND, "There is no file " + path + " on " + node + ".");
            }
            to.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void upload(
            Scope scope,
            String nameOrId,
            String node,
            int index,
            String path,
            InputStream content,
            long size) {
        get(scope, nameOrId);
        try {
            byte[] bytes = content.readAllBytes();
            if (bytes.length != size) {
                throw new IllegalStateException(bytes.length + " bytes instead of " + size);
            }
            synchronized (this) {
                files.put(node + "/" + index + "/" + path, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source template(Request request) {
        return Objects.requireNonNull(request.files().get(request.template()));
    }

    private synchronized void remember(Request request) {
        last = Optional.of(request);
    }

    private static Value size() {
        return new Value.Scalar(Value.Scalar.Kind.SIZE, BigDecimal.valueOf(2_000_000_000L), "2 GB");
    }

    private static Placement placement() {
        return new Placement(
                Map.of(
                        "server",
                        new Placement.Assignment(
                                "server",
                                "local",
                                "host",
                                new BigDecimal("0.0125"),
                                "the smallest")),
                new BigDecimal("0.0125"),
                "EUR",
                List.of("It is the cheapest."),
                List.of(
                        new Placement.Rejection(
                                "server", "podman", "host", List.of("engine not running"))));
    }

    private static Run run(Deployment deployment) {
        return new Run(
                "%026d".formatted(9),
                deployment.id(),
                Run.Kind.UNINSTALL_KEEPING_DATA,
                1,
                Run.Status.ACTIVE,
                true,
                Map.of(),
                "local",
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    private static Step step() {
        return new Step(
                "%026d".formatted(9),
                "server/ensure",
                "resource",
                1,
                "server",
                "%026d".formatted(7),
                List.of(),
                Map.of(),
                "the node is new",
                Step.State.PENDING,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
