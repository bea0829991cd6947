/**
 * Commands that outlive the connection that started them, for every adapter whose machines have a
 * POSIX shell, GNU coreutils and util-linux.
 */
@NullMarked
package floria.site.shell;

import org.jspecify.annotations.NullMarked;
