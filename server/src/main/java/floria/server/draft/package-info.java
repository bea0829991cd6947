/** Templates that are being written, and what they may be written of. */
@NullMarked
package floria.server.draft;

import org.jspecify.annotations.NullMarked;
