/** What a later version of the language writes otherwise, as changes of a text. */
@NullMarked
package floria.tosca.rewrite;

import org.jspecify.annotations.NullMarked;
