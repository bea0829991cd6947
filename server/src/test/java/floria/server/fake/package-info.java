/** An engine and a store in memory, for tests of the server alone. */
@NullMarked
package floria.server.fake;

import org.jspecify.annotations.NullMarked;
