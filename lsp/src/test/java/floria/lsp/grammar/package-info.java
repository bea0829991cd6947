@NullMarked
package floria.lsp.grammar;

import org.jspecify.annotations.NullMarked;
