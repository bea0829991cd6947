/** Which words may stand where, in which version of the language. */
@NullMarked
package floria.tosca.grammar;

import org.jspecify.annotations.NullMarked;
