/**
 * Fetches what templates import from the web: the only code that goes there, and only when told to.
 */
@NullMarked
package floria.cli.fetch;

import org.jspecify.annotations.NullMarked;
