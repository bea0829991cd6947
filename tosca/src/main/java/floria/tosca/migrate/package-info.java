/** Rewrites templates to another version of the language, comments and order kept. */
@NullMarked
package floria.tosca.migrate;

import org.jspecify.annotations.NullMarked;
