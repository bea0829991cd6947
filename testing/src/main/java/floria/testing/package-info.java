/** Suites that every implementation of a port passes, and fixtures for tests. */
@NullMarked
package floria.testing;

import org.jspecify.annotations.NullMarked;
