/** A frozen revision brought back to life: its topology, and what its functions evaluate to now. */
@NullMarked
package floria.engine.revision;

import org.jspecify.annotations.NullMarked;
