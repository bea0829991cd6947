/** What people ask of machines, and what GPUs are. */
@NullMarked
package floria.placement.hardware;

import org.jspecify.annotations.NullMarked;
