@NullMarked
package floria.server.usage;

import org.jspecify.annotations.NullMarked;
