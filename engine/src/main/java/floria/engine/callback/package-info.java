/** Tells others of events: webhooks with their deliveries, and what could not be delivered. */
@NullMarked
package floria.engine.callback;

import org.jspecify.annotations.NullMarked;
