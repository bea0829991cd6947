/** Programs of this machine that fixtures run, and what is left when they have ended. */
@NullMarked
package floria.testing.program;

import org.jspecify.annotations.NullMarked;
