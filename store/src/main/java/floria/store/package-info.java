/**
 * The store in an SQLite file: one writer that commits what is waiting together, readers beside it,
 * secrets encrypted.
 */
@NullMarked
package floria.store;

import org.jspecify.annotations.NullMarked;
