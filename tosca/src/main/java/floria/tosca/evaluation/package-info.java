/** Values of a topology's functions, as far as they can be known (TOSCA 1.3 §4, 2.0 §10). */
@NullMarked
package floria.tosca.evaluation;

import org.jspecify.annotations.NullMarked;
