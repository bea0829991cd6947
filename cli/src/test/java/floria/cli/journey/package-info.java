/** What people do with Floria, from the command line to a real back end and back. */
@NullMarked
package floria.cli.journey;

import org.jspecify.annotations.NullMarked;
