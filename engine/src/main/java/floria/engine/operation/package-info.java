/** Steps that run programs on machines: operations, services, jobs. */
@NullMarked
package floria.engine.operation;

import org.jspecify.annotations.NullMarked;
