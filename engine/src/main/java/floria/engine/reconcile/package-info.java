/**
 * Keeps the world equal to what was promised: looks at what is there, says what is not as it should
 * be, makes it again where that is wanted, releases what belongs to nothing, and ends deployments
 * whose time is over.
 */
@NullMarked
package floria.engine.reconcile;

import org.jspecify.annotations.NullMarked;
