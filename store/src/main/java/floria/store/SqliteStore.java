package floria.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.LogLine;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.state.Writer;
import floria.store.Tables.Content;
import floria.store.Tables.Deployments;
import floria.store.Tables.Events;
import floria.store.Tables.Fact;
import floria.store.Tables.Instances;
import floria.store.Tables.LogLines;
import floria.store.Tables.Requests;
import floria.store.Tables.RevisionSources;
import floria.store.Tables.Revisions;
import floria.store.Tables.Runs;
import floria.store.Tables.Steps;

import static floria.store.Tables.OWNER;
import static floria.store.Tables.PROJECT;

/**
 * The store in a folder: an SQLite database in write-ahead mode, and the key of its secrets. All
 * writes go through one thread that commits together what waits together; reads go beside it and
 * see what was committed when they began. Several processes may use one folder.
 */
public final class SqliteStore implements Store {
    private static final String INSTALLATION = "installation";
    private static final String INSTALLATION_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int INSTALLATION_LENGTH = 8;

    private final String installation;
    private final Secrets secrets;
    private final Readers readers;
    private final CommitSignal signal = new CommitSignal();
    private final GroupCommit writer;
    private final Failures failures;
    private volatile boolean closed;

    private SqliteStore(StateFolder folder, Connection connection, String installation) {
        this.installation = installation;
        failures = new Failures(folder.database());
        readers = new Readers(Sqlite.reading(folder.database()), failures);
        secrets =
                new Secrets(
                        new KeyFile(folder.secretKey()),
                        installation,
                        () -> readers.read(queries -> fact(queries, Transaction.PROOF)));
        DSLContext queries = Sqlite.queries(connection);
        writer =
                new GroupCommit(
                        connection,
                        () -> new Transaction(queries, failures, secrets),
                        failures,
                        signal);
    }

    /**
     * Opens the store in a folder, and makes what is missing: the folder, the database, newer
     * tables. What cannot be used (damaged, of another program, of a newer Floria, not writable) is
     * refused with a {@link StoreException} and left as it is.
     *
     * @param random for the installation's id, used when the store is made
     */
    public static SqliteStore open(Path folder, RandomGenerator random) {
        StateFolder state = new StateFolder(folder);
        state.prepare();
        SqliteStore store = state.exclusively(() -> open(state, random));
        store.writer.start();
        return store;
    }

    private static SqliteStore open(StateFolder folder, RandomGenerator random) {
        Path file = folder.database();
        try {
            var source = Sqlite.writing(file);
            Connection connection = source.getConnection();
            try {
                new Schema(file, source).bringUpToDate(connection);
                String installation = installation(Sqlite.queries(connection), random);
                return new SqliteStore(folder, connection, installation);
            } catch (RuntimeException | SQLException e) {
                connection.close();
                throw e;
            }
        } catch (RuntimeException | SQLException e) {
            throw new Failures(file).of(e);
        }
    }

    private static String installation(DSLContext queries, RandomGenerator random) {
        return fact(queries, INSTALLATION)
                .orElseGet(() -> {
                    StringBuilder made = new StringBuilder();
                    while (made.length() < INSTALLATION_LENGTH) {
                        made.append(
                                INSTALLATION_LETTERS.charAt(
                                        random.nextInt(INSTALLATION_LETTERS.length())));
                    }
                    queries.insertInto(Fact.TABLE, Fact.COLUMNS)
                            .values(INSTALLATION, made.toString())
                            .execute();
                    return made.toString();
                });
    }

    private static Optional<String> fact(DSLContext queries, String name) {
        return queries.select(Fact.VALUE)
                .from(Fact.TABLE)
                .where(Fact.NAME.eq(name))
                .fetchOptional(Fact.VALUE);
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
            transaction.check(fence);
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

    @Override
    public Optional<Deployment> deployment(Scope scope, String id) {
        return deployment(scope, Deployments.ID.eq(id));
    }

    @Override
    public Optional<Deployment> deploymentNamed(Scope scope, String name) {
        return deployment(scope, Deployments.NAME.eq(name).and(Rows.NOT_DELETED));
    }

    private Optional<Deployment> deployment(Scope scope, Condition which) {
        return readers.read(queries ->
                queries.select(Deployments.COLUMNS)
                        .from(Deployments.TABLE)
                        .where(PROJECT.eq(scope.project()))
                        .and(which)
                        .fetchOptional(Rows::deployment));
    }

    @Override
    public List<Deployment> deployments(
            Scope scope, boolean deleted, Optional<String> before, int limit) {
        return readers.read(queries ->
                queries.select(Deployments.COLUMNS)
                        .from(Deployments.TABLE)
                        .where(PROJECT.eq(scope.project()))
                        .and(deleted ? DSL.noCondition() : Rows.NOT_DELETED)
                        .and(before.map(Deployments.ID::lt).orElse(DSL.noCondition()))
                        .orderBy(Deployments.ID.desc())
                        .limit(limit)
                        .fetch(Rows::deployment));
    }

    @Override
    public Optional<Revision> revision(Scope scope, String deployment, int number) {
        record Found(Record row, Result<? extends Record> sources) {}

        // Two statements see the same: a revision is written at once and never changed.
        Optional<Found> found =
                readers.read(queries ->
                        queries.select(Revisions.COLUMNS)
                                .from(Revisions.TABLE)
                                .where(Revisions.DEPLOYMENT.eq(deployment))
                                .and(Revisions.NUMBER.eq(number))
                                .and(PROJECT.eq(scope.project()))
                                .fetchOptional()
                                .map(row -> new Found(row, sources(queries, deployment, number))));
        return found.map(it -> Rows.revision(it.row(), it.sources(), values(deployment)));
    }

    private static Result<? extends Record> sources(
            DSLContext queries, String deployment, int number) {
        return queries.select(RevisionSources.ADDRESS, RevisionSources.HASH)
                .from(RevisionSources.TABLE)
                .where(RevisionSources.DEPLOYMENT.eq(deployment))
                .and(RevisionSources.NUMBER.eq(number))
                .orderBy(RevisionSources.POSITION)
                .fetch();
    }

    @Override
    public List<Instance> instances(Scope scope, String deployment) {
        Condition live = Instances.STATE.ne(DSL.inline(Instance.State.DELETED, Instances.STATE));
        Result<? extends Record> rows =
                readers.read(queries ->
                        queries.select(Instances.COLUMNS)
                                .from(Instances.TABLE)
                                .where(Instances.DEPLOYMENT.eq(deployment))
                                .and(PROJECT.eq(scope.project()))
                                .and(live)
                                .orderBy(Instances.NODE, Instances.NUMBER, Instances.ID)
                                .fetch());
        // Outside of the read, since opening the first secret reads, too.
        ValueJson values = values(deployment);
        return rows.stream().map(row -> Rows.instance(row, values)).toList();
    }

    private ValueJson values(String deployment) {
        return new ValueJson(
                text -> secrets.seal(deployment, text), sealed -> secrets.open(deployment, sealed));
    }

    @Override
    public List<Run> runs(Scope scope, String deployment) {
        return readers.read(queries ->
                queries.select(Runs.COLUMNS)
                        .from(Runs.TABLE)
                        .where(Runs.DEPLOYMENT.eq(deployment))
                        .and(PROJECT.eq(scope.project()))
                        .orderBy(Runs.NUMBER.desc())
                        .fetch(Rows::run));
    }

    @Override
    public List<Step> steps(Scope scope, String run) {
        return readers.read(queries ->
                queries.select(Steps.COLUMNS)
                        .from(Steps.TABLE)
                        .where(Steps.RUN.eq(run))
                        .and(PROJECT.eq(scope.project()))
                        .orderBy(Steps.POSITION)
                        .fetch(Rows::step));
    }

    @Override
    public List<Event> events(Scope scope, Optional<String> deployment, long after, int limit) {
        return readers.read(queries ->
                queries.select(Events.COLUMNS)
                        .from(Events.TABLE)
                        .where(PROJECT.eq(scope.project()))
                        .and(deployment.map(Events.DEPLOYMENT::eq).orElse(DSL.noCondition()))
                        .and(Events.ID.gt(after))
                        .orderBy(Events.ID)
                        .limit(limit)
                        .fetch(Rows::event));
    }

    @Override
    public List<LogLine> logs(
            Scope scope, String deployment, Optional<String> node, long after, int limit) {
        return readers.read(queries ->
                queries.select(LogLines.COLUMNS)
                        .from(LogLines.TABLE)
                        .where(LogLines.DEPLOYMENT.eq(deployment))
                        .and(PROJECT.eq(scope.project()))
                        .and(node.map(LogLines.NODE::eq).orElse(DSL.noCondition()))
                        .and(LogLines.ID.gt(after))
                        .orderBy(LogLines.ID)
                        .limit(limit)
                        .fetch(Rows::logLine));
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
        return readers.read(queries ->
                queries.select(Content.BYTES)
                        .from(Content.TABLE)
                        .where(Content.HASH.eq(hash))
                        .fetchOptional(Content.BYTES));
    }

    @Override
    public Optional<Remembered> remembered(Scope scope, String idempotencyKey) {
        return readers.read(queries ->
                queries.select(Requests.COLUMNS)
                        .from(Requests.TABLE)
                        .where(PROJECT.eq(scope.project()))
                        .and(OWNER.eq(scope.actor()))
                        .and(Requests.KEY.eq(idempotencyKey))
                        .fetchOptional(row ->
                                new Remembered(
                                        row.get(Requests.DEPLOYMENT),
                                        row.get(Requests.REQUEST_HASH))));
    }

    @Override
    public List<Run> lease(String owner, Instant now, Duration duration, int limit) {
        // Asked often and mostly in vain, which must not keep writers waiting.
        boolean any =
                readers.read(queries ->
                        queries.fetchExists(
                                DSL.selectOne().from(Runs.TABLE).where(Rows.mayBeLeased(now))));
        return any
                ? writer.write(work -> work.lease(owner, now, now.plus(duration), limit))
                : List.of();
    }

    @Override
    public List<Deployment> deploymentsIn(Deployment.Status status) {
        return readers.read(queries ->
                queries.select(Deployments.COLUMNS)
                        .from(Deployments.TABLE)
                        .where(Deployments.STATUS.eq(status))
                        .orderBy(Deployments.ID)
                        .fetch(Rows::deployment));
    }

    @Override
    public Optional<Run> run(String id) {
        return readers.read(queries ->
                queries.select(Runs.COLUMNS)
                        .from(Runs.TABLE)
                        .where(Runs.ID.eq(id))
                        .fetchOptional(Rows::run));
    }

    @Override
    public Deployment deploymentOf(Run run) {
        return readers.read(queries ->
                queries.select(Deployments.COLUMNS)
                        .from(Deployments.TABLE)
                        .where(Deployments.ID.eq(run.deployment()))
                        .fetchOptional(Rows::deployment)
                        .orElseThrow(() ->
                                new StoreException(
                                        "the store has no deployment " + run.deployment())));
    }

    /** Finishes the writes that wait, then closes the files; may be repeated. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.close();
            readers.close();
        } catch (SQLException e) {
            throw failures.of(e);
        } finally {
            signal.close();
        }
    }
}
