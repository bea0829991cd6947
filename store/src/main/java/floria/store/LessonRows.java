package floria.store;

import java.util.Optional;

import floria.placement.experience.Experience.Subject;
import floria.placement.experience.Ledger.Sums;
import floria.placement.failover.Blocks;
import floria.site.Fault;

/** Rows of what is learnt of sites, as records and back. */
final class LessonRows {
    static final String BLOCKS = "select * from offer_block";

    static final String BLOCK =
            """
            insert into offer_block
                (scope, site, offer, zone, credential, times, since, until_at, kind, message, hint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (scope, site, offer, zone, credential) do update set
                times = excluded.times, since = excluded.since, until_at = excluded.until_at,
                kind = excluded.kind, message = excluded.message, hint = excluded.hint
            """;

    static final String LEARN =
            """
            insert into experience (site, offer, at, successes, failures, logs, squares)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (site, offer) do update set
                at = excluded.at, successes = excluded.successes, failures = excluded.failures,
                logs = excluded.logs, squares = excluded.squares
            """;

    private LessonRows() {}

    static Object[] values(Blocks.Block block) {
        Blocks.Target target = block.target();
        return new Object[] {
            target.scope(),
            target.site(),
            target.offer(),
            target.zone(),
            target.credential(),
            block.times(),
            block.since(),
            block.until(),
            block.fault().kind(),
            block.fault().message(),
            block.fault().hint()
        };
    }

    static Blocks.Block block(Row row) {
        Fault.Scope scope = row.constant("scope", Fault.Scope.class);
        Optional<String> hint = row.optionalText("hint");
        return new Blocks.Block(
                new Blocks.Target(
                        scope,
                        row.text("site"),
                        row.text("offer"),
                        row.text("zone"),
                        row.text("credential")),
                new Fault(row.constant("kind", Fault.Kind.class), scope, row.text("message"), hint),
                row.integer("times"),
                row.time("since"),
                row.time("until_at"));
    }

    static Object[] values(Subject subject, Sums sums) {
        return new Object[] {
            subject.site(),
            subject.offer(),
            sums.at(),
            sums.successes(),
            sums.failures(),
            sums.logs(),
            sums.squares()
        };
    }

    static Subject subject(Row row) {
        return new Subject(row.text("site"), row.text("offer"));
    }

    static Sums sums(Row row) {
        return new Sums(
                row.time("at"),
                row.real("successes"),
                row.real("failures"),
                row.real("logs"),
                row.real("squares"));
    }
}
