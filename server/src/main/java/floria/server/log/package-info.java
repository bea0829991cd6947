/** Log lines over HTTP, as a list and as a stream. */
@NullMarked
package floria.server.log;

import org.jspecify.annotations.NullMarked;
