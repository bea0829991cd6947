/** Values of properties, attributes and parameters, functions among them. */
@NullMarked
package floria.tosca.value;

import org.jspecify.annotations.NullMarked;
