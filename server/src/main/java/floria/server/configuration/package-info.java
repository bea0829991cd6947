/** What the person who runs a server says about its sites, in a file. */
@NullMarked
package floria.server.configuration;

import org.jspecify.annotations.NullMarked;
