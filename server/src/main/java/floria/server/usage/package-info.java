/** Who used what, from when to when, and what it costs. */
@NullMarked
package floria.server.usage;

import org.jspecify.annotations.NullMarked;
