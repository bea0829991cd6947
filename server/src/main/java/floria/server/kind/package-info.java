/** The kinds of sites that this server knows, each in a file of its own. */
@NullMarked
package floria.server.kind;

import org.jspecify.annotations.NullMarked;
