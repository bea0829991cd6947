/** Writes what a template means back as text, in the one form of TOSCA 2.0. */
@NullMarked
package floria.tosca.write;

import org.jspecify.annotations.NullMarked;
