/**
 * YAML as a tree that keeps the position of every node; types are left to the reader of a value.
 */
@NullMarked
package floria.tosca.yaml;

import org.jspecify.annotations.NullMarked;
