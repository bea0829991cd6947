/** Requests in flight, and the server that stops when nobody needs it. */
@NullMarked
package floria.server.activity;

import org.jspecify.annotations.NullMarked;
