/** The server over real HTTP, on top of an engine in memory. */
@NullMarked
package floria.server;

import org.jspecify.annotations.NullMarked;
