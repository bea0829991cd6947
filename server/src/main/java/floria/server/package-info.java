/** The server: HTTP over the engine. Only this module reads configuration and the environment. */
@NullMarked
package floria.server;

import org.jspecify.annotations.NullMarked;
