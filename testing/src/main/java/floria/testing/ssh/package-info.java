/** SSH servers of a test's own, that stand for machines. */
@NullMarked
package floria.testing.ssh;

import org.jspecify.annotations.NullMarked;
