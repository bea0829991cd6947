/** Topology templates checked against their types. */
@NullMarked
package floria.tosca.template;

import org.jspecify.annotations.NullMarked;
