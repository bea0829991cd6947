/**
 * Machines that are reached by SSH, over the OpenSSH client program of this machine: the user's own
 * {@code ssh_config}, agent, jump hosts and known hosts hold as they do in a terminal.
 */
@NullMarked
package floria.site.ssh;

import org.jspecify.annotations.NullMarked;
