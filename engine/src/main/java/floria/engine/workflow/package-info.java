/**
 * What workflows mean (TOSCA 1.3 §3.8.7, 2.0 §15): which there are, whether they can be carried
 * out, and the values and conditions in them.
 */
@NullMarked
package floria.engine.workflow;

import org.jspecify.annotations.NullMarked;
