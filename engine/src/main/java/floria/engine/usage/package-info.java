/** What was used, from when to when, and what it costs. */
@NullMarked
package floria.engine.usage;

import org.jspecify.annotations.NullMarked;
