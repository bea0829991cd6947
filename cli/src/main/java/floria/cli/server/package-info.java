/** Which server the command talks to: a named one, a running private one, or one that it starts. */
@NullMarked
package floria.cli.server;

import org.jspecify.annotations.NullMarked;
