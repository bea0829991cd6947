@NullMarked
package floria.lsp.text;

import org.jspecify.annotations.NullMarked;
