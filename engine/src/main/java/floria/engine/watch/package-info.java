/** Looks after services once they run. */
@NullMarked
package floria.engine.watch;

import org.jspecify.annotations.NullMarked;
