/** The portal's files, which the build makes, and the address that they have. */
@NullMarked
package floria.server.portal;

import org.jspecify.annotations.NullMarked;
