/** What a site adapter implements, and the words that it speaks in. */
@NullMarked
package floria.site;

import org.jspecify.annotations.NullMarked;
