/** Where the server's own log goes. */
@NullMarked
package floria.server.logging;

import org.jspecify.annotations.NullMarked;
