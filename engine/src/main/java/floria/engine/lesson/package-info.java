/** What attempts to make things at sites teach. */
@NullMarked
package floria.engine.lesson;

import org.jspecify.annotations.NullMarked;
