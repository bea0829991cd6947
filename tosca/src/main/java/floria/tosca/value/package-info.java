/** Values of properties, attributes and parameters, functions among them, and their evaluation. */
@NullMarked
package floria.tosca.value;

import org.jspecify.annotations.NullMarked;
