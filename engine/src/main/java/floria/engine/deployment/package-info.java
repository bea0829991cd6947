/** What a user does with deployments: check, plan, create, look at, delete. */
@NullMarked
package floria.engine.deployment;

import org.jspecify.annotations.NullMarked;
