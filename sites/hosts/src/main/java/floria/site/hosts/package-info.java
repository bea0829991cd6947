/** Machines that are reached by SSH, whole or in shares. */
@NullMarked
package floria.site.hosts;

import org.jspecify.annotations.NullMarked;
