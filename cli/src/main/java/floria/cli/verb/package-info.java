/** One class for each verb of the command. */
@NullMarked
package floria.cli.verb;

import org.jspecify.annotations.NullMarked;
