/** Templates of other projects, read where they are present; none of them is part of Floria. */
@NullMarked
package floria.profiles.corpus;

import org.jspecify.annotations.NullMarked;
