/** Who is next when there is not enough for all. */
@NullMarked
package floria.placement.share;

import org.jspecify.annotations.NullMarked;
