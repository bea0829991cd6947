/** Data sets, where their replicas are, and what it costs to move them. */
@NullMarked
package floria.placement.data;

import org.jspecify.annotations.NullMarked;
