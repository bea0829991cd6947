/** The folder that a server owns: its lock, its token, the address at which it is reached. */
@NullMarked
package floria.server.home;

import org.jspecify.annotations.NullMarked;
