/**
 * Docker and Podman as a site, over the Docker Engine API on a socket: machines are containers that
 * are kept up, containers run their own program, volumes and networks are the engine's own.
 */
@NullMarked
package floria.site.containers;

import org.jspecify.annotations.NullMarked;
