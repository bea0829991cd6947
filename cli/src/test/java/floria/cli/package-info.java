/** The command against a small server that speaks the contract. */
@NullMarked
package floria.cli;

import org.jspecify.annotations.NullMarked;
