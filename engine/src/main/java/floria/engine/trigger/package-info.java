/** Policies that act: triggers of a schedule, of what happens, and of what is measured. */
@NullMarked
package floria.engine.trigger;

import org.jspecify.annotations.NullMarked;
