/** What is wrong with a template, said to the person who wrote it. */
@NullMarked
package floria.tosca.problem;

import org.jspecify.annotations.NullMarked;
