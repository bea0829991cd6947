/** Templates that are being written. */
@NullMarked
package floria.server.draft;

import org.jspecify.annotations.NullMarked;
