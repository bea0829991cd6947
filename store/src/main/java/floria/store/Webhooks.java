package floria.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import floria.engine.callback.DeadLetter;
import floria.engine.callback.Outbox;
import floria.engine.callback.Webhook;
import floria.engine.state.Event;
import floria.engine.state.Scope;

/** Webhooks in their tables; their secrets are sealed, each for its webhook. */
final class Webhooks implements Outbox {
    private static final int DOCUMENT = 1;

    private final Readers readers;
    private final GroupCommit writer;
    private final Secrets secrets;

    Webhooks(Readers readers, GroupCommit writer, Secrets secrets) {
        this.readers = readers;
        this.writer = writer;
        this.secrets = secrets;
    }

    @Override
    public Webhook add(Webhook webhook) {
        return writer.write(work -> {
            Statements statements = work.statements();
            long last =
                    statements.require(
                            "counter of events",
                            "select value from counter where name = 'event'",
                            row -> row.number("value"));
            statements.write(
                    """
                    insert into webhook
                        (id, project, owner, deployment, url, secret, events, position, attempt,
                         due_at, error, created_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    webhook.id(),
                    webhook.project(),
                    webhook.owner(),
                    webhook.deployment(),
                    webhook.url(),
                    work.sealed(webhook.id(), webhook.secret()),
                    Json.document(DOCUMENT, "events", Json.texts(webhook.events())),
                    last,
                    webhook.attempt(),
                    webhook.due(),
                    webhook.error(),
                    webhook.createdAt());
            return at(webhook, last, webhook.secret());
        });
    }

    @Override
    public List<Webhook> of(Scope scope) {
        return opened("select * from webhook where project = ? order by id", scope.project());
    }

    @Override
    public Optional<Webhook> find(Scope scope, String id) {
        return opened("select * from webhook where id = ? and project = ?", id, scope.project())
                .stream()
                .findFirst();
    }

    @Override
    public List<Webhook> all() {
        return opened("select * from webhook order by id");
    }

    /** The key of the secrets is looked for with the readers, so that none may be held then. */
    private List<Webhook> opened(String sql, Object... values) {
        return all(sql, Webhooks::webhook, values).stream()
                .map(sealed ->
                        at(sealed, sealed.position(), secrets.open(sealed.id(), sealed.secret())))
                .toList();
    }

    private <T> List<T> all(String sql, Function<Row, T> read, Object... values) {
        return readers.read(session -> session.query(sql, read, values));
    }

    private static Webhook webhook(Row row) {
        return new Webhook(
                row.text("id"),
                row.text("project"),
                row.text("owner"),
                row.optionalText("deployment"),
                row.text("url"),
                row.text("secret"),
                Json.texts(Json.content(row.text("events"), DOCUMENT, "events")),
                row.number("position"),
                row.integer("attempt"),
                row.optionalTime("due_at"),
                row.optionalText("error"),
                row.time("created_at"));
    }

    private static Webhook at(Webhook known, long position, String secret) {
        return new Webhook(
                known.id(),
                known.project(),
                known.owner(),
                known.deployment(),
                known.url(),
                secret,
                known.events(),
                position,
                known.attempt(),
                known.due(),
                known.error(),
                known.createdAt());
    }

    @Override
    public boolean remove(Scope scope, String id) {
        return writer.write(work -> {
            Statements statements = work.statements();
            statements.write(
                    "delete from dead_letter where webhook = ? and project = ?",
                    id,
                    scope.project());
            return statements.write(
                            "delete from webhook where id = ? and project = ?", id, scope.project())
                    > 0;
        });
    }

    @Override
    public List<DeadLetter> deadLetters(Scope scope, String webhook) {
        return all(
                "select * from dead_letter where webhook = ? and project = ? order by event",
                Webhooks::deadLetter,
                webhook,
                scope.project());
    }

    private static DeadLetter deadLetter(Row row) {
        return new DeadLetter(
                row.text("webhook"),
                row.number("event"),
                row.integer("attempts"),
                row.text("error"),
                row.time("at"),
                row.optionalTime("again_at"));
    }

    @Override
    public boolean again(Scope scope, String webhook, long event, Instant now) {
        return writer.write(work ->
                work.statements()
                                .write(
                                        """
                                        update dead_letter set again_at = ?
                                        where webhook = ? and event = ? and project = ?
                                        """,
                                        now,
                                        webhook,
                                        event,
                                        scope.project())
                        > 0);
    }

    @Override
    public Optional<Event> event(Webhook webhook, long id) {
        return all(
                        "select * from event where id = ? and project = ?",
                        Rows::event,
                        id,
                        webhook.project())
                .stream()
                .findFirst();
    }

    @Override
    public void advance(Webhook webhook) {
        writer.write(work -> advance(work.statements(), webhook));
    }

    private static boolean advance(Statements statements, Webhook webhook) {
        return statements.write(
                        """
                        update webhook set position = ?, attempt = ?, due_at = ?, error = ?
                        where id = ? and position <= ?
                        """,
                        webhook.position(),
                        webhook.attempt(),
                        webhook.due(),
                        webhook.error(),
                        webhook.id(),
                        webhook.position())
                > 0;
    }

    @Override
    public void bury(Webhook webhook, DeadLetter letter) {
        writer.write(work -> {
            Statements statements = work.statements();
            if (advance(statements, webhook)) {
                statements.write(
                        """
                        insert into dead_letter
                            (webhook, event, project, owner, attempts, error, at, again_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (webhook, event) do update
                        set attempts = excluded.attempts, error = excluded.error,
                            again_at = excluded.again_at
                        """,
                        letter.webhook(),
                        letter.event(),
                        webhook.project(),
                        webhook.owner(),
                        letter.attempts(),
                        letter.error(),
                        letter.at(),
                        letter.again());
            }
            return true;
        });
    }

    @Override
    public List<DeadLetter> asked() {
        return all(
                "select * from dead_letter where again_at is not null order by again_at, event",
                Webhooks::deadLetter);
    }

    @Override
    public void delivered(DeadLetter letter) {
        writer.write(work ->
                work.statements()
                        .write(
                                "delete from dead_letter where webhook = ? and event = ?",
                                letter.webhook(),
                                letter.event()));
    }
}
