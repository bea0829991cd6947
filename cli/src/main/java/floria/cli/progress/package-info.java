/** A run on the server, watched until it ends: drawn in place, as lines, or as JSON. */
@NullMarked
package floria.cli.progress;

import org.jspecify.annotations.NullMarked;
