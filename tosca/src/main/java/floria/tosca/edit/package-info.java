/** Changes to the text of a template that leave alone whatever they do not mean. */
@NullMarked
package floria.tosca.edit;

import org.jspecify.annotations.NullMarked;
