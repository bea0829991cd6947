/** Where text comes from: the files of a template, bundled profiles. */
@NullMarked
package floria.tosca.source;

import org.jspecify.annotations.NullMarked;
