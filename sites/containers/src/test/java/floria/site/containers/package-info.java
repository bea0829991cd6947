@NullMarked
package floria.site.containers;

import org.jspecify.annotations.NullMarked;
