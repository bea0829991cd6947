/** A real PostgreSQL for tests. */
@NullMarked
package floria.testing.postgres;

import org.jspecify.annotations.NullMarked;
