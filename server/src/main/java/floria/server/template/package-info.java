/** Templates that come over HTTP, and what is said about them. */
@NullMarked
package floria.server.template;

import org.jspecify.annotations.NullMarked;
