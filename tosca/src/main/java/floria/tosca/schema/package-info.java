/** Values against their types: primitive types, scalar units, collections, constraints. */
@NullMarked
package floria.tosca.schema;

import org.jspecify.annotations.NullMarked;
