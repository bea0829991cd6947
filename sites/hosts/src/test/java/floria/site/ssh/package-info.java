@NullMarked
package floria.site.ssh;

import org.jspecify.annotations.NullMarked;
