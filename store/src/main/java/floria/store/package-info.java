/**
 * The store in an SQLite file or a PostgreSQL database: one writer that commits what is waiting
 * together, readers beside it, secrets encrypted. {@link floria.store.Database} is what differs.
 */
@NullMarked
package floria.store;

import org.jspecify.annotations.NullMarked;
