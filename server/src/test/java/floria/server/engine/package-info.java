/** The engine over the real store and simulated sites: crashes, cancels, faults. */
@NullMarked
package floria.server.engine;

import org.jspecify.annotations.NullMarked;
