/** The HTTP API v1, seen from a client. */
@NullMarked
package floria.cli.api;

import org.jspecify.annotations.NullMarked;
