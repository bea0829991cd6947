/** What the names in a template stand for. */
@NullMarked
package floria.lsp.meaning;

import org.jspecify.annotations.NullMarked;
