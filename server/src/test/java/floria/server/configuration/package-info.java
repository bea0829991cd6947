@NullMarked
package floria.server.configuration;

import org.jspecify.annotations.NullMarked;
