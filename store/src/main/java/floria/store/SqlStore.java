package floria.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import floria.engine.callback.Outbox;
import floria.engine.draft.Drafts;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Note;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Stay;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.state.Writer;
import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;

/**
 * The store over SQL that every database below it understands. All writes go through one thread
 * that commits together what waits together; reads go beside it and see what was committed when
 * they began. Several processes may use one database.
 */
public abstract sealed class SqlStore implements Store permits SqliteStore, PostgresStore {
    private static final String INSTALLATION = "installation";
    private static final String INSTALLATION_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int INSTALLATION_LENGTH = 8;

    // By the code of the letters here, since each database has an order of its own.
    private static final Comparator<Instance> BY_NODE =
            Comparator.comparing(Instance::node)
                    .thenComparingInt(Instance::index)
                    .thenComparing(Instance::id);

    private final String installation;
    private final Secrets secrets;
    private final Readers readers;
    private final CommitSignal signal;
    private final GroupCommit writer;
    private volatile boolean closed;

    /**
     * Takes over a database whose tables are up to date.
     *
     * @param session the first connection for writing
     */
    SqlStore(
            Database database,
            Session session,
            String installation,
            Readers readers,
            KeyFile key,
            CommitSignal signal) {
        this.installation = installation;
        this.readers = readers;
        this.signal = signal;
        secrets =
                new Secrets(
                        key,
                        installation,
                        () -> readers.read(reader -> fact(reader, Sealing.PROOF)));
        writer = new GroupCommit(database, session, secrets, signal);
    }

    /** From now on work is taken. */
    final void start() {
        writer.start();
    }

    /** The installation's id, which is made when the store is. */
    static String installation(Session session, RandomGenerator random) {
        Optional<String> known = fact(session, INSTALLATION);
        if (known.isPresent()) {
            return known.get();
        }
        StringBuilder made = new StringBuilder();
        while (made.length() < INSTALLATION_LENGTH) {
            made.append(INSTALLATION_LETTERS.charAt(random.nextInt(INSTALLATION_LETTERS.length())));
        }
        session.execute(
                "insert into fact (name, value) values (?, ?) on conflict (name) do nothing",
                INSTALLATION,
                made.toString());
        // Another process may have been faster.
        return fact(session, INSTALLATION).orElse("");
    }

    private static Optional<String> fact(Session session, String name) {
        return session.first(
                "select value from fact where name = ?", row -> row.text("value"), name);
    }

    @Override
    public String installation() {
        return installation;
    }

    @Override
    public <T> T write(Function<Writer, T> work) {
        return writer.write(work::apply);
    }

    @Override
    public <T> T write(Fence fence, Function<Writer, T> work) {
        return writer.write(transaction -> {
            transaction.leases().check(fence);
            return work.apply(transaction);
        });
    }

    /** How many commits have changed something since the store was opened. */
    public long commits() {
        return writer.commits();
    }

    int queued() {
        return writer.queued();
    }

    private <T> Optional<T> first(String sql, Function<Row, T> read, Object... values) {
        return readers.read(session -> session.first(sql, read, values));
    }

    private <T> List<T> all(String sql, Function<Row, T> read, Object... values) {
        return readers.read(session -> session.query(sql, read, values));
    }

    @Override
    public Optional<Deployment> deployment(Scope scope, String id) {
        return first(
                "select * from deployment where project = ? and id = ?",
                Rows::deployment,
                scope.project(),
                id);
    }

    @Override
    public Optional<Deployment> deploymentNamed(Scope scope, String name) {
        return first(
                "select * from deployment where project = ? and name = ? and status <> 'DELETED'",
                Rows::deployment,
                scope.project(),
                name);
    }

    @Override
    public List<Deployment> deployments(
            Scope scope, boolean deleted, Optional<String> before, int limit) {
        String page =
                "select * from deployment where project = ?"
                        + (deleted ? "" : " and status <> 'DELETED'")
                        + (before.isPresent() ? " and id < ?" : "")
                        + " order by id desc limit ?";
        return before.isPresent()
                ? all(page, Rows::deployment, scope.project(), before.get(), limit)
                : all(page, Rows::deployment, scope.project(), limit);
    }

    @Override
    public Optional<Revision> revision(Scope scope, String deployment, int number) {
        return revisions(
                        scope,
                        deployment,
                        "select * from revision where deployment = ? and number = ? and project = ?",
                        deployment,
                        number,
                        scope.project())
                .findFirst();
    }

    @Override
    public List<Revision> revisions(Scope scope, String deployment) {
        return revisions(
                        scope,
                        deployment,
                        "select * from revision where deployment = ? and project = ? order by number desc",
                        deployment,
                        scope.project())
                .toList();
    }

    /** Further reads see the same: a revision is written at once and never changed. */
    private Stream<Revision> revisions(
            Scope scope, String deployment, String sql, Object... values) {
        ValueJson opened = values(deployment);
        return all(sql, Rows::revision, values).stream()
                .map(sealed ->
                        sealed.open(
                                sources(scope, deployment, sealed.revision().number()), opened));
    }

    private Map<String, String> sources(Scope scope, String deployment, int number) {
        return Rows.sources(
                all(
                        """
                        select * from revision_source where deployment = ? and number = ? and project = ?
                        order by position
                        """,
                        row -> Map.entry(row.text("address"), row.text("hash")),
                        deployment,
                        number,
                        scope.project()));
    }

    @Override
    public List<Instance> instances(Scope scope, String deployment) {
        List<Rows.SealedInstance> sealed =
                all(
                        """
                        select * from instance
                        where deployment = ? and project = ? and state <> 'DELETED'
                        """,
                        Rows::instance,
                        deployment,
                        scope.project());
        ValueJson values = values(deployment);
        return sealed.stream().map(instance -> instance.open(values)).sorted(BY_NODE).toList();
    }

    private ValueJson values(String deployment) {
        return new ValueJson(
                text -> secrets.seal(deployment, text), sealed -> secrets.open(deployment, sealed));
    }

    @Override
    public List<Run> runs(Scope scope, String deployment) {
        return all(
                "select * from run where deployment = ? and project = ? order by number desc",
                Rows::run,
                deployment,
                scope.project());
    }

    @Override
    public List<Step> steps(Scope scope, String run) {
        return all(
                "select * from step where run = ? and project = ? order by position",
                Rows::step,
                run,
                scope.project());
    }

    @Override
    public List<Event> events(Scope scope, Optional<String> deployment, long after, int limit) {
        return deployment
                .map(one ->
                        all(
                                """
                                select * from event
                                where deployment = ? and project = ? and id > ?
                                order by id limit ?
                                """,
                                Rows::event,
                                one,
                                scope.project(),
                                after,
                                limit))
                .orElseGet(() ->
                        all(
                                """
                                select * from event where project = ? and id > ?
                                order by id limit ?
                                """,
                                Rows::event,
                                scope.project(),
                                after,
                                limit));
    }

    @Override
    public List<LogLine> logs(
            Scope scope, String deployment, Optional<String> node, long after, int limit) {
        return node.map(one ->
                        all(
                                """
                                select * from log_line
                                where deployment = ? and node = ? and project = ? and id > ?
                                order by id limit ?
                                """,
                                Rows::logLine,
                                deployment,
                                one,
                                scope.project(),
                                after,
                                limit))
                .orElseGet(() ->
                        all(
                                """
                                select * from log_line
                                where deployment = ? and project = ? and id > ?
                                order by id limit ?
                                """,
                                Rows::logLine,
                                deployment,
                                scope.project(),
                                after,
                                limit));
    }

    @Override
    public void awaitCommit(Duration limit) throws InterruptedException {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        signal.await(limit);
    }

    @Override
    public Optional<byte[]> blob(String hash) {
        return first("select bytes from content where hash = ?", row -> row.bytes("bytes"), hash);
    }

    @Override
    public Optional<Remembered> remembered(Scope scope, String idempotencyKey) {
        return first(
                "select * from request where project = ? and owner = ? and idempotency_key = ?",
                row -> new Remembered(row.text("deployment"), row.text("request_hash")),
                scope.project(),
                scope.actor(),
                idempotencyKey);
    }

    @Override
    public List<Run> lease(String owner, Instant now, Duration duration, int limit) {
        // Asked often and mostly in vain, which must not keep writers waiting.
        boolean any =
                readers.read(session ->
                        session.exists(
                                """
                                select 1 from run where status = 'ACTIVE'
                                and (lease_owner is null or lease_expires_at <= ?) limit 1
                                """,
                                now));
        return any
                ? writer.write(work -> work.leases().lease(owner, now, now.plus(duration), limit))
                : List.of();
    }

    @Override
    public List<Deployment> deploymentsIn(Deployment.Status status) {
        return all(
                "select * from deployment where status = ? order by id", Rows::deployment, status);
    }

    @Override
    public Optional<Run> run(String id) {
        return first("select * from run where id = ?", Rows::run, id);
    }

    @Override
    public Deployment deploymentOf(Run run) {
        return first("select * from deployment where id = ?", Rows::deployment, run.deployment())
                .orElseThrow(() ->
                        new StoreException("the store has no deployment " + run.deployment()));
    }

    @Override
    public final List<Note> notes(String deployment) {
        return all(
                "select * from note where deployment = ? order by topic", Rows::note, deployment);
    }

    @Override
    public final List<Placed> placed() {
        return all(
                """
                select deployment.project, deployment.owner, deployment.status, revision.placement
                from deployment join revision on revision.deployment = deployment.id
                    and revision.number = deployment.revision
                where deployment.status <> 'DELETED' and deployment.status <> 'DATA_KEPT'
                """,
                row ->
                        new Placed(
                                row.text("project"),
                                row.text("owner"),
                                row.constant("status", Deployment.Status.class)
                                        == Deployment.Status.RUNNING,
                                PlacementJson.read(row.text("placement"))));
    }

    @Override
    public final List<Waiting> waiting() {
        return all(
                "select * from waiting order by number",
                row ->
                        new Waiting(
                                row.text("deployment"),
                                row.text("project"),
                                row.integer("priority"),
                                row.time("since"),
                                row.number("number"),
                                row.optionalTime("until_at")));
    }

    @Override
    public final Map<String, Used> used() {
        return all(
                        "select * from fair_use",
                        row ->
                                Map.entry(
                                        row.text("name"),
                                        new Used(row.real("used"), row.time("at"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public final List<Stay> stays(
            Scope scope, Optional<String> deployment, Instant from, Instant to) {
        return deployment
                .map(one -> all(StayRows.OF_ONE, StayRows::stay, scope.project(), one, to, from))
                .orElseGet(() -> all(StayRows.OF_ALL, StayRows::stay, scope.project(), to, from));
    }

    @Override
    public final List<Blocks.Block> blocks() {
        return all(LessonRows.BLOCKS, LessonRows::block);
    }

    @Override
    public final Map<Experience.Subject, Ledger.Sums> experience() {
        return all(
                        "select * from experience",
                        row -> Map.entry(LessonRows.subject(row), LessonRows.sums(row)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public final Optional<Kept> kept(String instance) {
        return first(
                """
                select deployment.*, node, instance.state, instance.generation
                from instance join deployment on deployment.id = instance.deployment
                where instance.id = ?
                """,
                row ->
                        new Kept(
                                Rows.deployment(row),
                                row.text("node"),
                                row.constant("state", Instance.State.class),
                                row.integer("generation")),
                instance);
    }

    @Override
    public final boolean hold(String duty, String holder, Instant now, Instant until) {
        return writer.write(work -> work.duties().hold(duty, holder, now, until));
    }

    @Override
    public final void drop(String duty, String holder) {
        writer.write(work -> work.duties().drop(duty, holder));
    }

    /** Who is called back, over the same database. */
    public final Outbox outbox() {
        return new Webhooks(readers, writer, secrets);
    }

    /** Templates that are being written, over the same database. */
    public final Drafts drafts() {
        return new StoredDrafts(readers, writer, secrets);
    }

    /** Finishes the writes that wait, then closes the connections; may be repeated. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.close();
            readers.close();
        } finally {
            signal.close();
        }
    }
}
