/** What two templates mean differently, however they are written. */
@NullMarked
package floria.tosca.diff;

import org.jspecify.annotations.NullMarked;
