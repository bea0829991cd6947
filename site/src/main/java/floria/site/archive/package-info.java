/** Archives of what is on volumes. */
@NullMarked
package floria.site.archive;

import org.jspecify.annotations.NullMarked;
