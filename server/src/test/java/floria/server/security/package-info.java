@NullMarked
package floria.server.security;

import org.jspecify.annotations.NullMarked;
