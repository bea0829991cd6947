@NullMarked
package floria.cli.fetch;

import org.jspecify.annotations.NullMarked;
