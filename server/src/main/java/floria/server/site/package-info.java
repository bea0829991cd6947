/** Sites over HTTP. */
@NullMarked
package floria.server.site;

import org.jspecify.annotations.NullMarked;
