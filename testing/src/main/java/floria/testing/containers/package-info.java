/** Real container engines for tests: each its own service, with images that need no registry. */
@NullMarked
package floria.testing.containers;

import org.jspecify.annotations.NullMarked;
