/** Every failure as a problem document (RFC 9457). */
@NullMarked
package floria.server.problem;

import org.jspecify.annotations.NullMarked;
