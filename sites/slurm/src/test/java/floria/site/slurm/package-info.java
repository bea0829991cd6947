@NullMarked
package floria.site.slurm;

import org.jspecify.annotations.NullMarked;
