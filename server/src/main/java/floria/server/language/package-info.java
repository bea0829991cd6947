/** The language server, for editors in a browser. */
@NullMarked
package floria.server.language;

import org.jspecify.annotations.NullMarked;
