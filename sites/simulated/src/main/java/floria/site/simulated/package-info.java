/** A site that is only calculated: offers, latency, capacity, quota and faults as one likes. */
@NullMarked
package floria.site.simulated;

import org.jspecify.annotations.NullMarked;
