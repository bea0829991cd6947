/** The language server: what an editor asks about a template, answered (LSP 3.17). */
@NullMarked
package floria.lsp;

import org.jspecify.annotations.NullMarked;
