/** What each key and each value of a template means, as one table. */
@NullMarked
package floria.lsp.grammar;

import org.jspecify.annotations.NullMarked;
