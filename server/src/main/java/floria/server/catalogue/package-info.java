/** The types and the templates that come with Floria. */
@NullMarked
package floria.server.catalogue;

import org.jspecify.annotations.NullMarked;
