@NullMarked
package floria.server.home;

import org.jspecify.annotations.NullMarked;
