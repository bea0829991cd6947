/** Templates that are being written. */
@NullMarked
package floria.engine.draft;

import org.jspecify.annotations.NullMarked;
