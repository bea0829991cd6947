/** Which offer serves each node of a topology, at what price, and why. */
@NullMarked
package floria.placement;

import org.jspecify.annotations.NullMarked;
