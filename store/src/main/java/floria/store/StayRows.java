package floria.store;

import java.math.BigDecimal;

import floria.engine.state.Stay;

/** Rows of what stood at sites, as records and back. */
final class StayRows {
    static final String STANDS =
            """
            insert into stay
                (instance, generation, deployment, project, owner, node, copy, site, offer, price,
                currency, cpus, gpus, from_at, until_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    static final String LEFT =
            "update stay set until_at = ? where instance = ? and until_at is null";

    static final String OF_ALL =
            """
            select * from stay where project = ? and from_at < ?
            and (until_at is null or until_at > ?) order by from_at
            """;

    static final String OF_ONE =
            """
            select * from stay where project = ? and deployment = ? and from_at < ?
            and (until_at is null or until_at > ?) order by from_at
            """;

    private StayRows() {}

    static Object[] values(Stay stay) {
        return new Object[] {
            stay.instance(),
            stay.generation(),
            stay.deployment(),
            stay.project(),
            stay.owner(),
            stay.node(),
            stay.index(),
            stay.site(),
            stay.offer(),
            stay.pricePerHour().map(BigDecimal::toPlainString),
            stay.currency(),
            stay.cpus(),
            stay.gpus(),
            stay.from(),
            stay.until()
        };
    }

    static Stay stay(Row row) {
        return new Stay(
                row.text("instance"),
                row.integer("generation"),
                row.text("deployment"),
                row.text("project"),
                row.text("owner"),
                row.text("node"),
                row.integer("copy"),
                row.text("site"),
                row.text("offer"),
                row.optionalText("price").map(BigDecimal::new),
                row.text("currency"),
                row.real("cpus"),
                row.real("gpus"),
                row.time("from_at"),
                row.optionalTime("until_at"));
    }
}
