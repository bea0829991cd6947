/**
 * What a service template means: the resolved topology and its types, shaped as TOSCA 2.0 has it.
 */
@NullMarked
package floria.tosca.model;

import org.jspecify.annotations.NullMarked;
