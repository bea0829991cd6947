/** Events over HTTP, as a list and as a stream. */
@NullMarked
package floria.server.event;

import org.jspecify.annotations.NullMarked;
