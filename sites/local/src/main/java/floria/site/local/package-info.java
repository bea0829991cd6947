/** The site that is this machine: folders, and processes of the user that runs the server. */
@NullMarked
package floria.site.local;

import org.jspecify.annotations.NullMarked;
