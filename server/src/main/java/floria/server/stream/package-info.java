/** Server-sent events over what the store keeps. */
@NullMarked
package floria.server.stream;

import org.jspecify.annotations.NullMarked;
