/** Price lists for sites that have no interface for prices. */
@NullMarked
package floria.placement.catalogue;

import org.jspecify.annotations.NullMarked;
