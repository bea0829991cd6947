/** Whether the server is there, and which one it is; its description of itself. */
@NullMarked
package floria.server.health;

import org.jspecify.annotations.NullMarked;
