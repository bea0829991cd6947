package floria.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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

/** One piece of work's writes. Project and owner of a row are those of its deployment. */
final class Transaction implements Writer {
    private record Belonging(String deployment, String project, String owner) {}

    /** So many steps at once change what is known of their table. */
    private static final int MANY_STEPS = 500;

    private final Database database;
    private final Statements statements;
    private final Leases leases;
    private final Sealing sealing;
    private final Map<Experience.Subject, Ledger.Sums> learnt = new HashMap<>();
    private final Set<Experience.Subject> fresh = new LinkedHashSet<>();
    private final Set<Blocks.Target> free = new HashSet<>();
    private @Nullable Belonging last;

    Transaction(Session session, Secrets secrets, Database database) {
        this.database = database;
        statements = new Statements(session);
        leases = new Leases(statements);
        sealing = new Sealing(statements, secrets);
    }

    /** Ends the use of this object; fails when one of its statements has failed. */
    void end() {
        // Many steps of one commit teach of the same offer; the last word says it all.
        for (Experience.Subject subject : fresh) {
            statements.put(LessonRows.LEARN, LessonRows.values(subject, learnt(subject)));
        }
        statements.end();
    }

    boolean hasChanged() {
        return statements.hasChanged();
    }

    Leases leases() {
        return leases;
    }

    Duties duties() {
        return new Duties(statements);
    }

    Statements statements() {
        return statements;
    }

    /** A secret of {@code owner} as it is kept. */
    String sealed(String owner, String text) {
        return statements.guarded(() -> sealing.seal(owner, text));
    }

    @Override
    public Deployment deployment(String id) {
        return statements.require(
                "deployment " + id, "select * from deployment where id = ?", Rows::deployment, id);
    }

    @Override
    public Run run(String id) {
        return statements.require("run " + id, "select * from run where id = ?", Rows::run, id);
    }

    @Override
    public Run newest(String deployment) {
        return statements.require(
                "run of deployment " + deployment,
                "select * from run where deployment = ? order by number desc limit 1",
                Rows::run,
                deployment);
    }

    @Override
    public String blob(byte[] content) {
        String hash = HexFormat.of().formatHex(sha256(content));
        statements.put(
                "insert into content (hash, bytes) values (?, ?) on conflict (hash) do nothing",
                hash,
                content);
        return hash;
    }

    // The conditions name their constants in the text, since an index on a part of a table serves
    // only statements that say its condition.

    @Override
    public void insert(Deployment deployment) {
        int inserted =
                statements.write(
                        """
                        insert into deployment
                            (id, project, owner, name, status, revision, error, created_at, updated_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (project, name) where status <> 'DELETED' do nothing
                        """,
                        deployment.id(),
                        deployment.project(),
                        deployment.owner(),
                        deployment.name(),
                        deployment.status(),
                        deployment.revision(),
                        deployment.error(),
                        deployment.createdAt(),
                        deployment.updatedAt());
        if (inserted == 0) {
            throw new StoreException.NameTaken(deployment.name());
        }
    }

    @Override
    public void update(Deployment deployment) {
        if (deployment.status() != Deployment.Status.DELETED) {
            refuseNameOfAnother(deployment);
        }
        Table.DEPLOYMENT.change(
                statements,
                deployment.status(),
                deployment.id(),
                """
                update deployment set name = ?, status = ?, revision = ?, error = ?, updated_at = ?
                where id = ? and project = ? and\
                """,
                deployment.name(),
                deployment.status(),
                deployment.revision(),
                deployment.error(),
                deployment.updatedAt(),
                deployment.id(),
                deployment.project());
    }

    private void refuseNameOfAnother(Deployment deployment) {
        statements.guarded(() -> {
            if (statements.exists(
                    """
                    select 1 from deployment
                    where project = ? and name = ? and status <> 'DELETED' and id <> ?
                    """,
                    deployment.project(),
                    deployment.name(),
                    deployment.id())) {
                throw new StoreException.NameTaken(deployment.name());
            }
            return deployment;
        });
    }

    @Override
    public void insert(Revision revision) {
        Belonging to = belonging(revision.deployment());
        statements.put(
                """
                insert into revision
                    (deployment, number, project, owner, template, inputs, placement, counts,
                     origin, actor, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                revision.deployment(),
                revision.number(),
                to.project(),
                to.owner(),
                revision.template(),
                sealing.json(revision.deployment(), revision.inputs()),
                PlacementJson.write(revision.placement()),
                Rows.counts(revision),
                revision.origin(),
                revision.actor(),
                revision.createdAt());
        int position = 0;
        for (Map.Entry<String, String> source : revision.sources().entrySet()) {
            statements.put(
                    """
                    insert into revision_source
                        (deployment, number, position, project, owner, address, hash)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    revision.deployment(),
                    revision.number(),
                    position++,
                    to.project(),
                    to.owner(),
                    source.getKey(),
                    source.getValue());
        }
    }

    @Override
    public void insert(Instance instance) {
        Belonging to = belonging(instance.deployment());
        statements.put(
                """
                insert into instance
                    (id, deployment, project, owner, node, number, state, reached, revision,
                     generation, site, offer, attributes, generated)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                instance.id(),
                instance.deployment(),
                to.project(),
                to.owner(),
                instance.node(),
                instance.index(),
                instance.state(),
                instance.reached(),
                instance.revision(),
                instance.generation(),
                instance.site(),
                instance.offer(),
                sealing.json(instance.deployment(), instance.attributes()),
                sealing.json(instance.deployment(), instance.generated()));
    }

    @Override
    public void update(Instance instance) {
        Table.INSTANCE.change(
                statements,
                instance.state(),
                instance.id(),
                """
                update instance set
                    state = ?, reached = ?, revision = ?, generation = ?, site = ?, offer = ?,
                    attributes = ?, generated = ?
                where id = ? and deployment = ? and\
                """,
                instance.state(),
                instance.reached(),
                instance.revision(),
                instance.generation(),
                instance.site(),
                instance.offer(),
                sealing.json(instance.deployment(), instance.attributes()),
                sealing.json(instance.deployment(), instance.generated()),
                instance.id(),
                instance.deployment());
    }

    @Override
    public void insert(Run run) {
        Belonging to = belonging(run.deployment());
        statements.put(
                """
                insert into run
                    (id, deployment, number, project, owner, kind, revision, status, actor,
                     cancel_requested, stop, lease_owner, epoch, lease_expires_at, created_at,
                     ended_at, planned, detail)
                values (?, ?, (select coalesce(max(number), 0) + 1 from run where deployment = ?),
                        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.id(),
                run.deployment(),
                run.deployment(),
                to.project(),
                to.owner(),
                run.kind(),
                run.revision(),
                run.status(),
                run.actor(),
                run.stop().map(Run.Stop::by),
                run.stop().map(Run.Stop::why),
                run.leaseOwner(),
                run.epoch(),
                run.leaseExpiresAt(),
                run.createdAt(),
                run.endedAt(),
                run.planned() ? 1 : 0,
                Rows.detail(run));
    }

    @Override
    public void plan(Run run, List<Step> steps) {
        Belonging to = belonging(run.deployment());
        statements.one("run " + run.id(), "update run set planned = 1 where id = ?", run.id());
        for (int position = 0; position < steps.size(); position++) {
            insert(steps.get(position), position, to);
        }
        if (steps.size() >= MANY_STEPS) {
            database.afterGrowth().ifPresent(sql -> statements.put(sql));
        }
    }

    private void insert(Step step, int position, Belonging to) {
        statements.put(
                """
                insert into step
                    (run, id, position, project, owner, kind, version, node, instance, depends_on,
                     detail, reason, state, attempt, error, started_at, ended_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
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
                step.error(),
                step.startedAt(),
                step.endedAt());
    }

    @Override
    public void update(Run run) {
        // What has ended stays so, and a stop stays asked for: the caller may not have seen it.
        Table.RUN.change(
                statements,
                run.status(),
                run.id(),
                """
                update run set
                    status = case when status in ('ACTIVE', 'PAUSED') then ? else status end,
                    cancel_requested = coalesce(?, cancel_requested),
                    stop = coalesce(?, stop),
                    ended_at = coalesce(ended_at, ?)
                where id = ? and status not in ('ACTIVE', 'PAUSED') or id = ? and\
                """,
                run.status(),
                run.stop().map(Run.Stop::by),
                run.stop().map(Run.Stop::why),
                run.endedAt(),
                run.id(),
                run.id());
    }

    @Override
    public void reopen(Run run) {
        Table.RUN.change(
                statements,
                run.status(),
                run.id(),
                """
                update run set
                    status = ?, cancel_requested = null, stop = null, ended_at = null,
                    lease_owner = null, lease_expires_at = null
                where id = ? and\
                """,
                run.status(),
                run.id());
    }

    @Override
    public void update(Step step) {
        Table.STEP.change(
                statements,
                step.state(),
                step.id() + " of run " + step.run(),
                """
                update step set
                    state = ?, reason = ?, attempt = ?, error = ?, started_at = ?, ended_at = ?
                where run = ? and id = ? and\
                """,
                step.state(),
                step.reason(),
                step.attempt(),
                step.error(),
                step.startedAt(),
                step.endedAt(),
                step.run(),
                step.id());
    }

    @Override
    public void renew(String run, Instant expiresAt) {
        leases.renew(run, expiresAt);
    }

    @Override
    public void surrender(String run) {
        leases.surrender(run);
    }

    @Override
    public void append(Collection<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        long id = statements.next("event", events.size());
        for (Event event : events) {
            Belonging to = belonging(event.deployment());
            statements.put(
                    """
                    insert into event
                        (id, project, owner, at, deployment, run, node, actor, type, message, data)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    id++,
                    to.project(),
                    to.owner(),
                    event.at(),
                    event.deployment(),
                    event.run(),
                    event.node(),
                    event.actor(),
                    event.type(),
                    event.message(),
                    Rows.data(event));
        }
    }

    @Override
    public void log(Collection<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        long id = statements.next("log_line", lines.size());
        for (LogLine line : lines) {
            Belonging to = belonging(line.deployment());
            statements.put(
                    """
                    insert into log_line
                        (id, project, owner, at, deployment, run, node, step, execution, stream,
                         number, text)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (deployment, execution, stream, number) do nothing
                    """,
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
                    line.text());
        }
    }

    @Override
    public void remember(Scope scope, String idempotencyKey, Store.Remembered remembered) {
        int inserted =
                statements.write(
                        """
                        insert into request (project, owner, idempotency_key, deployment, request_hash)
                        values (?, ?, ?, ?, ?)
                        on conflict (project, owner, idempotency_key) do nothing
                        """,
                        scope.project(),
                        scope.actor(),
                        idempotencyKey,
                        remembered.deployment(),
                        remembered.requestHash());
        if (inserted == 0) {
            throw new StoreException.KeyTaken(idempotencyKey);
        }
    }

    @Override
    public void note(Note note) {
        Belonging to = belonging(note.deployment());
        statements.put(
                """
                insert into note (deployment, topic, project, owner, text, at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (deployment, topic) do update set text = excluded.text, at = excluded.at
                """,
                note.deployment(),
                note.topic(),
                to.project(),
                to.owner(),
                note.text(),
                note.at());
    }

    @Override
    public void forget(String deployment, String topic) {
        statements.put("delete from note where deployment = ? and topic = ?", deployment, topic);
    }

    @Override
    public void await(Store.Waiting waiting) {
        Belonging to = belonging(waiting.deployment());
        statements.put(
                """
                insert into waiting
                    (deployment, project, owner, priority, since, number, until_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                waiting.deployment(),
                to.project(),
                to.owner(),
                waiting.priority(),
                waiting.since(),
                statements.next("waiting", 1),
                waiting.until());
    }

    @Override
    public void admit(String deployment) {
        statements.put("delete from waiting where deployment = ?", deployment);
    }

    @Override
    public void use(String project, Store.Used used) {
        statements.put(
                """
                insert into fair_use (name, used, at) values (?, ?, ?)
                on conflict (name) do update set used = excluded.used, at = excluded.at
                """,
                project,
                used.amount(),
                used.at());
    }

    @Override
    public void stands(Stay stay) {
        statements.put(StayRows.STANDS, StayRows.values(stay));
    }

    @Override
    public void left(String instance, Instant at) {
        statements.put(StayRows.LEFT, at, instance);
    }

    @Override
    public List<Blocks.Block> blocks() {
        return statements.query(LessonRows.BLOCKS, LessonRows::block);
    }

    @Override
    public void block(Blocks.Block block) {
        free.remove(block.target());
        statements.put(LessonRows.BLOCK, LessonRows.values(block));
    }

    @Override
    public void unblock(Collection<Blocks.Target> targets) {
        for (Blocks.Target target : targets) {
            if (!free.add(target)) {
                continue;
            }
            statements.put(
                    """
                    delete from offer_block
                    where scope = ? and site = ? and offer = ? and zone = ? and credential = ?
                    """,
                    target.scope(),
                    target.site(),
                    target.offer(),
                    target.zone(),
                    target.credential());
        }
    }

    @Override
    public Ledger.Sums learnt(Experience.Subject subject) {
        return learnt.computeIfAbsent(subject, this::stored);
    }

    private Ledger.Sums stored(Experience.Subject subject) {
        return statements
                .query(
                        "select * from experience where site = ? and offer = ?",
                        LessonRows::sums,
                        subject.site(),
                        subject.offer())
                .stream()
                .findFirst()
                .orElse(Ledger.Sums.EMPTY);
    }

    @Override
    public void learn(Experience.Subject subject, Ledger.Sums sums) {
        learnt.put(subject, sums);
        fresh.add(subject);
    }

    private Belonging belonging(String deployment) {
        if (last != null && last.deployment().equals(deployment)) {
            return last;
        }
        Belonging found =
                statements.require(
                        "deployment " + deployment,
                        "select project, owner from deployment where id = ?",
                        row -> new Belonging(deployment, row.text("project"), row.text("owner")),
                        deployment);
        last = found;
        return found;
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
