/** The engine: takes a topology to a running deployment, durably. */
@NullMarked
package floria.engine;

import org.jspecify.annotations.NullMarked;
