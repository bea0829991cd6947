@NullMarked
package floria.engine.pace;

import org.jspecify.annotations.NullMarked;
