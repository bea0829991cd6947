/** What has to be done, as a graph of steps with reasons. */
@NullMarked
package floria.engine.plan;

import org.jspecify.annotations.NullMarked;
