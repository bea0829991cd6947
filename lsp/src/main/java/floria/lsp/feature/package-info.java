/** The answers to what editors ask. */
@NullMarked
package floria.lsp.feature;

import org.jspecify.annotations.NullMarked;
