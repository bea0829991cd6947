/** What can be had at all sites, by whom, at what price and within which limits. */
@NullMarked
package floria.engine.market;

import org.jspecify.annotations.NullMarked;
