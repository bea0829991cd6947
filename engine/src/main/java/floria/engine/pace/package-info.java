/** How fast sites are called. */
@NullMarked
package floria.engine.pace;

import org.jspecify.annotations.NullMarked;
