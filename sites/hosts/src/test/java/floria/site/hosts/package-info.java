@NullMarked
package floria.site.hosts;

import org.jspecify.annotations.NullMarked;
