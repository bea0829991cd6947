package floria.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import floria.engine.state.Run;
import floria.engine.state.Store;
import floria.engine.state.StoreException;

/** Who holds a run, and until when; the lease and its epoch are in the run's own row. */
final class Leases {
    private static final Comparator<Run> OLDEST_FIRST =
            Comparator.comparing(Run::createdAt).thenComparing(Run::id);

    private final Statements statements;

    Leases(Statements statements) {
        this.statements = statements;
    }

    /** Refuses all further writes unless the run is held with this epoch. */
    void check(Store.Fence fence) {
        statements.guarded(() -> {
            if (statements.exists(
                    "select 1 from run where id = ? and epoch = ? and lease_owner is not null",
                    fence.run(),
                    fence.epoch())) {
                return fence;
            }
            throw new StoreException.Fenced(fence.run(), fence.epoch());
        });
    }

    List<Run> lease(String owner, Instant now, Instant until, int limit) {
        List<Run> runs =
                statements.change(
                        """
                        update run set lease_owner = ?, epoch = epoch + 1, lease_expires_at = ?
                        where id in (
                            select id from run
                            where status = 'ACTIVE' and (lease_owner is null or lease_expires_at <= ?)
                            and not exists (
                                select 1 from run older
                                where older.deployment = run.deployment
                                and older.number < run.number and older.status = 'ACTIVE')
                            order by created_at, id limit ?)
                        returning *
                        """,
                        Rows::run,
                        owner,
                        until,
                        now,
                        limit);
        return runs.stream().sorted(OLDEST_FIRST).toList();
    }

    void renew(String run, Instant expiresAt) {
        statements.one(
                "held run " + run,
                "update run set lease_expires_at = ? where id = ? and lease_owner is not null",
                expiresAt,
                run);
    }

    void surrender(String run) {
        statements.one(
                "run " + run,
                "update run set lease_owner = null, lease_expires_at = null where id = ?",
                run);
    }
}
