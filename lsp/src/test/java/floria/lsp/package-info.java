@NullMarked
package floria.lsp;

import org.jspecify.annotations.NullMarked;
