/** Service template files and the graph of their imports. */
@NullMarked
package floria.tosca.document;

import org.jspecify.annotations.NullMarked;
