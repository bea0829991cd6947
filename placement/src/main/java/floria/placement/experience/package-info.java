/** What past attempts tell of an offer. */
@NullMarked
package floria.placement.experience;

import org.jspecify.annotations.NullMarked;
