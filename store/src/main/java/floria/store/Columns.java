package floria.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The kinds of columns that the tables are made of. */
final class Columns {
    private static final DataType<Instant> TIME =
            SQLDataType.BIGINT.asConvertedDataType(
                    Converter.ofNullable(
                            Long.class,
                            Instant.class,
                            micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                            time -> ChronoUnit.MICROS.between(Instant.EPOCH, time)));

    private Columns() {}

    static Field<String> text(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARCHAR);
    }

    static Field<Integer> integer(String name) {
        return DSL.field(DSL.name(name), SQLDataType.INTEGER);
    }

    static Field<Long> number(String name) {
        return DSL.field(DSL.name(name), SQLDataType.BIGINT);
    }

    static Field<byte[]> bytes(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARBINARY);
    }

    /** A time, kept to the microsecond. */
    static Field<Instant> time(String name) {
        return DSL.field(DSL.name(name), TIME);
    }

    /** A constant of an enum by its name; a name that is not known fails the read. */
    static <E extends Enum<E>> Field<E> constant(String name, Class<E> type) {
        return DSL.field(
                DSL.name(name),
                SQLDataType.VARCHAR.asConvertedDataType(
                        Converter.ofNullable(
                                String.class, type, text -> Enum.valueOf(type, text), Enum::name)));
    }
}
