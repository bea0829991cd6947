/** TOSCA values to JSON and back. */
@NullMarked
package floria.server.value;

import org.jspecify.annotations.NullMarked;
