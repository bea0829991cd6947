/** Who is called back. */
@NullMarked
package floria.server.webhook;

import org.jspecify.annotations.NullMarked;
