/** What is printed, and how it looks on a terminal, in a pipe, without colours. */
@NullMarked
package floria.cli.screen;

import org.jspecify.annotations.NullMarked;
