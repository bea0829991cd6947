/** Measurements that need the code, not the program; the scripts beside this module run them. */
@NullMarked
package floria.bench;

import org.jspecify.annotations.NullMarked;
