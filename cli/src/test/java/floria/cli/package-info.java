@NullMarked
package floria.cli;

import org.jspecify.annotations.NullMarked;
