/** A template with everything that it refers to on this machine. */
@NullMarked
package floria.cli.template;

import org.jspecify.annotations.NullMarked;
