/** Durable execution: a lease, a journal, and steps that are taken in the order of the plan. */
@NullMarked
package floria.engine.run;

import org.jspecify.annotations.NullMarked;
