@NullMarked
package floria.cli.detect;

import org.jspecify.annotations.NullMarked;
