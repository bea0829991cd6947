/** Who asks: bearer tokens to users, users to scopes. */
@NullMarked
package floria.server.security;

import org.jspecify.annotations.NullMarked;
