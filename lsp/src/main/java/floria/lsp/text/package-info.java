/** Positions in texts, and texts that are not YAML yet. */
@NullMarked
package floria.lsp.text;

import org.jspecify.annotations.NullMarked;
