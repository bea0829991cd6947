/**
 * Batch systems of the kind Slurm. A machine is a job that holds an allocation and runs in it what
 * it is asked for, through a folder that the nodes and the login host share.
 */
@NullMarked
package floria.site.slurm;

import org.jspecify.annotations.NullMarked;
