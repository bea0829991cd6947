/** What is not tried again for a while. */
@NullMarked
package floria.placement.failover;

import org.jspecify.annotations.NullMarked;
