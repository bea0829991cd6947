/** The optimisation, in whole numbers, without any notion of sites or templates. */
@NullMarked
package floria.placement.solve;

import org.jspecify.annotations.NullMarked;
