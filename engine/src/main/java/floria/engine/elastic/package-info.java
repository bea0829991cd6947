/** Nodes that say how many instances there should be of what they manage. */
@NullMarked
package floria.engine.elastic;

import org.jspecify.annotations.NullMarked;
