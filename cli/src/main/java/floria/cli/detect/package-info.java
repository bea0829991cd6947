/** What could be a site, as seen from this machine. */
@NullMarked
package floria.cli.detect;

import org.jspecify.annotations.NullMarked;
