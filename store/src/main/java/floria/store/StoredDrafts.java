package floria.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import floria.engine.draft.Draft;
import floria.engine.draft.Drafts;
import floria.engine.draft.Saved;
import floria.engine.state.Scope;

/** Drafts in their tables; their contents are sealed, each for its project and id. */
final class StoredDrafts implements Drafts {
    private static final String NEWEST =
            """
            select r.* from draft d
            join draft_revision r
                on r.project = d.project and r.draft = d.id and r.number = d.number
            where d.project = ?
            """;

    private final Readers readers;
    private final GroupCommit writer;
    private final Secrets secrets;

    StoredDrafts(Readers readers, GroupCommit writer, Secrets secrets) {
        this.readers = readers;
        this.writer = writer;
        this.secrets = secrets;
    }

    @Override
    public List<Head> list(Scope scope) {
        return all(NEWEST, StoredDrafts::head, scope.project()).stream()
                .sorted(Comparator.comparing(Head::savedAt).reversed())
                .toList();
    }

    @Override
    public Optional<Draft> find(Scope scope, String id) {
        return opened(scope, NEWEST + " and d.id = ?", scope.project(), id);
    }

    @Override
    public Saved add(Scope scope, String id, String name, String content, Instant now) {
        return writer.write(work -> {
            Statements statements = work.statements();
            int made =
                    statements.write(
                            """
                            insert into draft (project, id, owner, number, created_at)
                            values (?, ?, ?, 1, ?)
                            on conflict (project, id) do nothing
                            """,
                            scope.project(),
                            id,
                            scope.actor(),
                            now);
            return made == 0
                    ? stale(statements, scope, id)
                    : revise(work, scope, new Draft(id, name, content, 1, scope.actor(), now));
        });
    }

    @Override
    public Saved save(Scope scope, String id, int seen, String name, String content, Instant now) {
        return writer.write(work -> {
            Statements statements = work.statements();
            int moved =
                    statements.write(
                            """
                            update draft set number = number + 1
                            where project = ? and id = ? and number = ?
                            """,
                            scope.project(),
                            id,
                            seen);
            if (moved == 0) {
                return stale(statements, scope, id);
            }
            statements.write(
                    "delete from draft_revision where project = ? and draft = ? and number <= ?",
                    scope.project(),
                    id,
                    seen + 1 - REVISIONS);
            return revise(work, scope, new Draft(id, name, content, seen + 1, scope.actor(), now));
        });
    }

    private static Saved revise(Transaction work, Scope scope, Draft draft) {
        work.statements()
                .write(
                        """
                        insert into draft_revision
                            (project, draft, number, name, owner, content, saved_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """,
                        scope.project(),
                        draft.id(),
                        draft.number(),
                        draft.name(),
                        draft.actor(),
                        work.sealed(place(scope, draft.id()), draft.content()),
                        draft.savedAt());
        return new Saved.Kept(draft);
    }

    private static Saved stale(Statements statements, Scope scope, String id) {
        return statements
                .query(
                        NEWEST + " and d.id = ?",
                        row -> new Saved.Stale(row.integer("number"), row.text("owner")),
                        scope.project(),
                        id)
                .stream()
                .<Saved>map(stale -> stale)
                .findFirst()
                .orElseGet(Saved.Missing::new);
    }

    @Override
    public boolean remove(Scope scope, String id) {
        return writer.write(work -> {
            Statements statements = work.statements();
            statements.write(
                    "delete from draft_revision where project = ? and draft = ?",
                    scope.project(),
                    id);
            return statements.write(
                            "delete from draft where project = ? and id = ?", scope.project(), id)
                    > 0;
        });
    }

    @Override
    public List<Head> revisions(Scope scope, String id) {
        return all(
                "select * from draft_revision where project = ? and draft = ? order by number desc",
                StoredDrafts::head,
                scope.project(),
                id);
    }

    @Override
    public Optional<Draft> revision(Scope scope, String id, int number) {
        return opened(
                scope,
                "select * from draft_revision where project = ? and draft = ? and number = ?",
                scope.project(),
                id,
                number);
    }

    /** The key of the secrets is looked for with the readers, so that none may be held then. */
    private Optional<Draft> opened(Scope scope, String sql, Object... values) {
        return all(sql, StoredDrafts::draft, values).stream()
                .findFirst()
                .map(sealed ->
                        new Draft(
                                sealed.id(),
                                sealed.name(),
                                secrets.open(place(scope, sealed.id()), sealed.content()),
                                sealed.number(),
                                sealed.actor(),
                                sealed.savedAt()));
    }

    private static String place(Scope scope, String id) {
        return "draft/" + scope.project() + "/" + id;
    }

    private <T> List<T> all(String sql, Function<Row, T> read, Object... values) {
        return readers.read(session -> session.query(sql, read, values));
    }

    private static Draft draft(Row row) {
        return new Draft(
                row.text("draft"),
                row.text("name"),
                row.text("content"),
                row.integer("number"),
                row.text("owner"),
                row.time("saved_at"));
    }

    private static Head head(Row row) {
        return new Head(
                row.text("draft"),
                row.text("name"),
                row.integer("number"),
                row.text("owner"),
                row.time("saved_at"));
    }
}
