/** What templates ask of sites, read with the profiles that users have. */
@NullMarked
package floria.server.placement;

import org.jspecify.annotations.NullMarked;
