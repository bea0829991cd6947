/** The type system: declarations of all kinds to model types, with derivation and refinement. */
@NullMarked
package floria.tosca.types;

import org.jspecify.annotations.NullMarked;
