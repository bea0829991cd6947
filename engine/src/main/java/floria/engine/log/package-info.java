/** What commands print, stored line by line with secrets masked. */
@NullMarked
package floria.engine.log;

import org.jspecify.annotations.NullMarked;
