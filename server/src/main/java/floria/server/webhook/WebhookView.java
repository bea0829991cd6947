package floria.server.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Schema;

import floria.engine.callback.Webhook;

/**
 * A webhook, as JSON, without its secret.
 *
 * @param position the id of the last event that it is done with
 * @param attempt how often the next one was tried in vain
 * @param due when it is tried again
 * @param error why the last try was in vain
 */
@Schema(name = "Webhook")
public record WebhookView(
        String id,
        String url,
        Optional<String> deployment,
        List<String> events,
        long position,
        int attempt,
        Optional<Instant> due,
        Optional<String> error,
        Instant createdAt) {

    static WebhookView of(Webhook webhook) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.deployment(),
                webhook.events(),
                webhook.position(),
                webhook.attempt(),
                webhook.due(),
                webhook.error(),
                webhook.createdAt());
    }
}
