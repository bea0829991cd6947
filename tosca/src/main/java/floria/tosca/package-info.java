/**
 * The way in: TOSCA text to a typed {@link floria.tosca.model.Topology} and all problems of it, in
 * one pass.
 */
@NullMarked
package floria.tosca;

import org.jspecify.annotations.NullMarked;
