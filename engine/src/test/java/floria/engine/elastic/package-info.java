@NullMarked
package floria.engine.elastic;

import org.jspecify.annotations.NullMarked;
