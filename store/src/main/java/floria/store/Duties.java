package floria.store;

import java.time.Instant;

/** Who does what only one process at a time may do, and until when. */
record Duties(Statements statements) {

    /** Whether {@code holder} has the duty now. */
    boolean hold(String duty, String holder, Instant now, Instant until) {
        return statements.write(
                        """
                        insert into duty (name, holder, ends_at) values (?, ?, ?)
                        on conflict (name) do update
                        set holder = excluded.holder, ends_at = excluded.ends_at
                        where duty.holder = excluded.holder or duty.ends_at <= ?
                        """,
                        duty,
                        holder,
                        until,
                        now)
                > 0;
    }

    int drop(String duty, String holder) {
        return statements.write("delete from duty where name = ? and holder = ?", duty, holder);
    }
}
