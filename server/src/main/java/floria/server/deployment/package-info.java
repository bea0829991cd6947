/** Deployments over HTTP. */
@NullMarked
package floria.server.deployment;

import org.jspecify.annotations.NullMarked;
