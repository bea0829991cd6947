/** Archives of templates, made and opened; templates put together. */
@NullMarked
package floria.server.archive;

import org.jspecify.annotations.NullMarked;
