/** A batch system of a test's own. */
@NullMarked
package floria.testing.slurm;

import org.jspecify.annotations.NullMarked;
