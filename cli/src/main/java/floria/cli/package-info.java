/**
 * The {@code floria} command: a thin client of the HTTP API, and the offline checks of a template.
 */
@NullMarked
package floria.cli;

import org.jspecify.annotations.NullMarked;
