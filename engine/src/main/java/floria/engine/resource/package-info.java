/** Steps that make, find and remove resources at sites. */
@NullMarked
package floria.engine.resource;

import org.jspecify.annotations.NullMarked;
