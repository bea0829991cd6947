/**
 * What Floria remembers: records of deployments, runs, steps, events and logs, and the port that
 * keeps them.
 */
@NullMarked
package floria.engine.state;

import org.jspecify.annotations.NullMarked;
