@NullMarked
package floria.cli.screen;

import org.jspecify.annotations.NullMarked;
