/** The documents of an editor, the files beside them, and what is known of both. */
@NullMarked
package floria.lsp.workspace;

import org.jspecify.annotations.NullMarked;
