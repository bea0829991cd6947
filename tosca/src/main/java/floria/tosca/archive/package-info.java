/** Archives of templates (CSAR): unpacked in memory, within bounds, and never onto a disk. */
@NullMarked
package floria.tosca.archive;

import org.jspecify.annotations.NullMarked;
