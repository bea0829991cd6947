package floria.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

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
import floria.store.Tables.Counter;
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
import floria.tosca.value.Value;

import static floria.store.Tables.OWNER;
import static floria.store.Tables.PROJECT;

/**
 * One piece of work's writes. After a statement has failed nothing more is written, even when the
 * work goes on as if nothing had happened. Project and owner of a row are those of its deployment.
 */
final class Transaction implements Writer {
    static final String PROOF = "secrets-proof";

    private record Belonging(String deployment, String project, String owner) {}

    private final DSLContext queries;
    private final Failures failures;
    private final Secrets secrets;
    private int changes;
    private boolean proven;
    private boolean ended;
    private @Nullable StoreException failure;
    private @Nullable Belonging last;

    Transaction(DSLContext queries, Failures failures, Secrets secrets) {
        this.queries = queries;
        this.failures = failures;
        this.secrets = secrets;
    }

    /** Ends the use of this object; fails when one of its statements has failed. */
    void end() {
        ended = true;
        if (failure != null) {
            throw failure;
        }
    }

    boolean hasChanged() {
        return changes > 0;
    }

    /** Refuses all further writes unless the run is held with this epoch. */
    void check(Store.Fence fence) {
        guarded(() -> {
            Condition held =
                    Runs.ID
                            .eq(fence.run())
                            .and(Runs.EPOCH.eq(fence.epoch()))
                            .and(Runs.LEASE_OWNER.isNotNull());
            if (!queries.fetchExists(Runs.TABLE, held)) {
                throw new StoreException.Fenced(fence.run(), fence.epoch());
            }
            return held;
        });
    }

    List<Run> lease(String owner, Instant now, Instant until, int limit) {
        return guarded(() -> {
            List<Run> runs =
                    queries.update(Runs.TABLE)
                            .set(Runs.LEASE_OWNER, owner)
                            .set(Runs.EPOCH, Runs.EPOCH.plus(1))
                            .set(Runs.LEASE_EXPIRES_AT, until)
                            .where(
                                    Runs.ID.in(
                                            DSL.select(Runs.ID)
                                                    .from(Runs.TABLE)
                                                    .where(Rows.mayBeLeased(now))
                                                    .orderBy(Runs.CREATED_AT, Runs.ID)
                                                    .limit(limit)))
                            .returningResult(Runs.COLUMNS)
                            .fetch(Rows::run);
            changes += runs.size();
            return runs.stream().sorted(Rows.OLDEST_RUN_FIRST).toList();
        });
    }

    @Override
    public Deployment deployment(String id) {
        return guarded(() ->
                queries.select(Deployments.COLUMNS)
                        .from(Deployments.TABLE)
                        .where(Deployments.ID.eq(id))
                        .fetchOptional(Rows::deployment)
                        .orElseThrow(() -> absent("deployment " + id)));
    }

    @Override
    public Run run(String id) {
        return guarded(() ->
                queries.select(Runs.COLUMNS)
                        .from(Runs.TABLE)
                        .where(Runs.ID.eq(id))
                        .fetchOptional(Rows::run)
                        .orElseThrow(() -> absent("run " + id)));
    }

    @Override
    public String blob(byte[] content) {
        String hash = HexFormat.of().formatHex(sha256(content));
        write(
                queries.insertInto(Content.TABLE, Content.HASH, Content.BYTES)
                        .values(hash, content)
                        .onConflict(Content.HASH)
                        .doNothing());
        return hash;
    }

    @Override
    public void insert(Deployment deployment) {
        int inserted =
                write(
                        queries.insertInto(Deployments.TABLE, Deployments.COLUMNS)
                                .values(
                                        deployment.id(),
                                        deployment.project(),
                                        deployment.owner(),
                                        deployment.name(),
                                        deployment.status(),
                                        deployment.revision(),
                                        deployment.error().orElse(null),
                                        deployment.createdAt(),
                                        deployment.updatedAt())
                                .onConflict(PROJECT, Deployments.NAME)
                                .where(Rows.NOT_DELETED)
                                .doNothing());
        if (inserted == 0) {
            throw new StoreException.NameTaken(deployment.name());
        }
    }

    @Override
    public void update(Deployment deployment) {
        guarded(() -> {
            Condition nameTaken =
                    Rows.NOT_DELETED
                            .and(PROJECT.eq(deployment.project()))
                            .and(Deployments.NAME.eq(deployment.name()))
                            .and(Deployments.ID.ne(deployment.id()));
            if (deployment.status() != Deployment.Status.DELETED
                    && queries.fetchExists(Deployments.TABLE, nameTaken)) {
                throw new StoreException.NameTaken(deployment.name());
            }
            return deployment;
        });
        one(
                "deployment " + deployment.id(),
                queries.update(Deployments.TABLE)
                        .set(Deployments.NAME, deployment.name())
                        .set(Deployments.STATUS, deployment.status())
                        .set(Deployments.REVISION, deployment.revision())
                        .set(Deployments.ERROR, deployment.error().orElse(null))
                        .set(Deployments.UPDATED_AT, deployment.updatedAt())
                        .where(Deployments.ID.eq(deployment.id()))
                        .and(PROJECT.eq(deployment.project())));
    }

    @Override
    public void insert(Revision revision) {
        Belonging to = belonging(revision.deployment());
        write(
                queries.insertInto(Revisions.TABLE, Revisions.COLUMNS)
                        .values(
                                revision.deployment(),
                                revision.number(),
                                to.project(),
                                to.owner(),
                                revision.template(),
                                sealed(revision.deployment(), revision.inputs()),
                                PlacementJson.write(revision.placement())));
        int position = 0;
        for (Map.Entry<String, String> source : revision.sources().entrySet()) {
            write(
                    queries.insertInto(RevisionSources.TABLE, RevisionSources.COLUMNS)
                            .values(
                                    revision.deployment(),
                                    revision.number(),
                                    position++,
                                    to.project(),
                                    to.owner(),
                                    source.getKey(),
                                    source.getValue()));
        }
    }

    @Override
    public void insert(Instance instance) {
        Belonging to = belonging(instance.deployment());
        write(
                queries.insertInto(Instances.TABLE, Instances.COLUMNS)
                        .values(
                                instance.id(),
                                instance.deployment(),
                                to.project(),
                                to.owner(),
                                instance.node(),
                                instance.index(),
                                instance.state(),
                                instance.generation(),
                                instance.site(),
                                instance.offer(),
                                sealed(instance.deployment(), instance.attributes()),
                                sealed(instance.deployment(), instance.generated())));
    }

    @Override
    public void update(Instance instance) {
        one(
                "instance " + instance.id(),
                queries.update(Instances.TABLE)
                        .set(Instances.STATE, instance.state())
                        .set(Instances.GENERATION, instance.generation())
                        .set(Instances.SITE, instance.site())
                        .set(Instances.OFFER, instance.offer())
                        .set(
                                Instances.ATTRIBUTES,
                                sealed(instance.deployment(), instance.attributes()))
                        .set(
                                Instances.GENERATED,
                                sealed(instance.deployment(), instance.generated()))
                        .where(Instances.ID.eq(instance.id()))
                        .and(Instances.DEPLOYMENT.eq(instance.deployment())));
    }

    @Override
    public void insert(Run run, List<Step> steps) {
        Belonging to = belonging(run.deployment());
        int number = guarded(() -> queries.fetchCount(Runs.TABLE, ofDeployment(run))) + 1;
        write(
                queries.insertInto(Runs.TABLE, Runs.COLUMNS)
                        .values(
                                run.id(),
                                run.deployment(),
                                number,
                                to.project(),
                                to.owner(),
                                run.kind(),
                                run.revision(),
                                run.status(),
                                run.actor(),
                                run.cancelRequested().orElse(null),
                                run.leaseOwner().orElse(null),
                                run.epoch(),
                                run.leaseExpiresAt().orElse(null),
                                run.createdAt(),
                                run.endedAt().orElse(null)));
        for (int position = 0; position < steps.size(); position++) {
            insert(steps.get(position), position, to);
        }
    }

    private static Condition ofDeployment(Run run) {
        return Runs.DEPLOYMENT.eq(run.deployment());
    }

    private void insert(Step step, int position, Belonging to) {
        write(
                queries.insertInto(Steps.TABLE, Steps.COLUMNS)
                        .values(
                                step.run(),
                                step.id(),
                                position,
                                to.project(),
                                to.owner(),
                                step.kind(),
                                step.version(),
                                step.node(),
                                step.instance(),
                                Rows.dependsOn(step),
                                Rows.detail(step),
                                step.reason(),
                                step.state(),
                                step.attempt(),
                                step.error().orElse(null),
                                step.startedAt().orElse(null),
                                step.endedAt().orElse(null)));
    }

    @Override
    public void update(Run run) {
        // What has ended stays so, and a cancel stays asked for: the caller may not have seen it.
        one(
                "run " + run.id(),
                queries.update(Runs.TABLE)
                        .set(
                                Runs.STATUS,
                                DSL.when(Rows.ACTIVE, DSL.val(run.status(), Runs.STATUS))
                                        .otherwise(Runs.STATUS))
                        .set(
                                Runs.CANCEL_REQUESTED,
                                DSL.coalesce(
                                        Runs.CANCEL_REQUESTED,
                                        DSL.val(
                                                run.cancelRequested().orElse(null),
                                                Runs.CANCEL_REQUESTED)))
                        .set(
                                Runs.ENDED_AT,
                                DSL.coalesce(
                                        Runs.ENDED_AT,
                                        DSL.val(run.endedAt().orElse(null), Runs.ENDED_AT)))
                        .where(Runs.ID.eq(run.id())));
    }

    @Override
    public void update(Step step) {
        one(
                "step " + step.id() + " of run " + step.run(),
                queries.update(Steps.TABLE)
                        .set(Steps.STATE, step.state())
                        .set(Steps.ATTEMPT, step.attempt())
                        .set(Steps.ERROR, step.error().orElse(null))
                        .set(Steps.STARTED_AT, step.startedAt().orElse(null))
                        .set(Steps.ENDED_AT, step.endedAt().orElse(null))
                        .where(Steps.RUN.eq(step.run()))
                        .and(Steps.ID.eq(step.id())));
    }

    @Override
    public void renew(String run, Instant expiresAt) {
        one(
                "held run " + run,
                queries.update(Runs.TABLE)
                        .set(Runs.LEASE_EXPIRES_AT, expiresAt)
                        .where(Runs.ID.eq(run))
                        .and(Runs.LEASE_OWNER.isNotNull()));
    }

    @Override
    public void surrender(String run) {
        one(
                "run " + run,
                queries.update(Runs.TABLE)
                        .setNull(Runs.LEASE_OWNER)
                        .setNull(Runs.LEASE_EXPIRES_AT)
                        .where(Runs.ID.eq(run)));
    }

    @Override
    public void append(Collection<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        long id = next("event", events.size());
        for (Event event : events) {
            Belonging to = belonging(event.deployment());
            write(
                    queries.insertInto(Events.TABLE, Events.COLUMNS)
                            .values(
                                    id++,
                                    to.project(),
                                    to.owner(),
                                    event.at(),
                                    event.deployment(),
                                    event.run().orElse(null),
                                    event.node().orElse(null),
                                    event.actor(),
                                    event.type(),
                                    event.message(),
                                    Rows.data(event)));
        }
    }

    @Override
    public void log(Collection<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        long id = next("log_line", lines.size());
        for (LogLine line : lines) {
            Belonging to = belonging(line.deployment());
            write(
                    queries.insertInto(LogLines.TABLE, LogLines.COLUMNS)
                            .values(
                                    id++,
                                    to.project(),
                                    to.owner(),
                                    line.at(),
                                    line.deployment(),
                                    line.run(),
                                    line.node(),
                                    line.step(),
                                    line.execution(),
                                    line.stream(),
                                    line.number(),
                                    line.text())
                            .onConflict(
                                    LogLines.DEPLOYMENT,
                                    LogLines.EXECUTION,
                                    LogLines.STREAM,
                                    LogLines.NUMBER)
                            .doNothing());
        }
    }

    @Override
    public void remember(Scope scope, String idempotencyKey, Store.Remembered remembered) {
        int inserted =
                write(
                        queries.insertInto(Requests.TABLE, Requests.COLUMNS)
                                .values(
                                        scope.project(),
                                        scope.actor(),
                                        idempotencyKey,
                                        remembered.deployment(),
                                        remembered.requestHash())
                                .onConflict(PROJECT, OWNER, Requests.KEY)
                                .doNothing());
        if (inserted == 0) {
            throw new StoreException.KeyTaken(idempotencyKey);
        }
    }

    /** The first of {@code count} new numbers; they grow in the order of commits. */
    private long next(String counter, int count) {
        return guarded(() -> {
            long newest =
                    queries.update(Counter.TABLE)
                            .set(Counter.VALUE, Counter.VALUE.plus(count))
                            .where(Counter.NAME.eq(counter))
                            .returningResult(Counter.VALUE)
                            .fetchSingle(row -> row.get(Counter.VALUE));
            return newest - count + 1;
        });
    }

    private String sealed(String deployment, Map<String, Value> values) {
        return guarded(() -> new ValueJson(text -> seal(deployment, text), _ -> "").write(values));
    }

    private String seal(String deployment, String text) {
        String sealed = secrets.seal(deployment, text);
        if (!proven) {
            proven = true;
            write(
                    queries.insertInto(Fact.TABLE, Fact.COLUMNS)
                            .values(PROOF, secrets.proof())
                            .onConflict(Fact.NAME)
                            .doNothing());
        }
        return sealed;
    }

    private Belonging belonging(String deployment) {
        if (last != null && last.deployment().equals(deployment)) {
            return last;
        }
        Belonging found =
                guarded(() ->
                        queries.select(PROJECT, OWNER)
                                .from(Deployments.TABLE)
                                .where(Deployments.ID.eq(deployment))
                                .fetchOptional(row ->
                                        new Belonging(deployment, row.get(PROJECT), row.get(OWNER)))
                                .orElseThrow(() -> absent("deployment " + deployment)));
        last = found;
        return found;
    }

    private void one(String what, Query update) {
        if (write(update) == 0) {
            failure = absent(what);
            throw failure;
        }
    }

    private static StoreException absent(String what) {
        return new StoreException("the store has no " + what);
    }

    private int write(Query query) {
        int count = guarded(query::execute);
        changes += count;
        return count;
    }

    private <T> T guarded(Supplier<T> statement) {
        if (ended) {
            throw new StoreException("a writer was used after its write had ended");
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return statement.get();
        } catch (StoreException.NameTaken e) {
            // Nothing was written and nothing has failed; the work may try another name.
            throw e;
        } catch (RuntimeException e) {
            failure = failures.of(e);
            throw failure;
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
