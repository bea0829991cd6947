package floria.server.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.callback.Callbacks;
import floria.engine.state.Scope;
import floria.server.problem.BadRequest;

/** Webhooks: who is called back, and what could not be delivered. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "Who is called back when something happens.")
public class WebhookController {
    private final Callbacks callbacks;

    public WebhookController(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /**
     * A webhook to be.
     *
     * @param secret at least 16 characters; calls are signed with it
     * @param deployment its name or id; without it, all of the project
     * @param events types such as deployment.status or run.*; without it, all
     */
    @Schema(name = "NewWebhook")
    public record NewWebhook(
            @Nullable String url,
            @Nullable String secret,
            @Nullable String deployment,
            @Nullable List<String> events) {

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "NewWebhook[" + url + "]";
        }
    }

    /** All webhooks, the oldest first. */
    @Schema(name = "WebhookPage")
    public record Page(List<WebhookView> items) {}

    /**
     * An event that was given up.
     *
     * @param at when that was
     * @param again when it was asked for to be delivered again
     */
    @Schema(name = "DeadLetter")
    public record DeadLetterView(
            long event, int attempts, String error, Instant at, Optional<Instant> again) {}

    /** What could not be delivered, the oldest first. */
    public record DeadLetters(List<DeadLetterView> items) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Calls an address back from the next event on",
            description =
                    "Each event is sent by POST at least once and in order. The header"
                            + " Floria-Signature is t=SECONDS,v1=HMAC-SHA256 of \"SECONDS.BODY\".")
    WebhookView addWebhook(Scope scope, @RequestBody NewWebhook webhook) {
        if (webhook.url() == null || webhook.secret() == null) {
            throw new BadRequest("The fields url and secret are both needed.");
        }
        return WebhookView.of(
                callbacks.add(
                        scope,
                        webhook.url(),
                        webhook.secret(),
                        Optional.ofNullable(webhook.deployment()),
                        webhook.events() == null ? List.of() : webhook.events()));
    }

    @GetMapping
    @Operation(summary = "Lists webhooks, without their secrets")
    Page listWebhooks(Scope scope) {
        return new Page(callbacks.list(scope).stream().map(WebhookView::of).toList());
    }

    @DeleteMapping("/{webhook}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Calls back no more")
    void removeWebhook(Scope scope, @PathVariable String webhook) {
        callbacks.remove(scope, webhook);
    }

    @GetMapping("/{webhook}/dead-letters")
    @Operation(summary = "What could not be delivered")
    DeadLetters deadLetters(Scope scope, @PathVariable String webhook) {
        return new DeadLetters(
                callbacks.deadLetters(scope, webhook).stream()
                        .map(letter ->
                                new DeadLetterView(
                                        letter.event(),
                                        letter.attempts(),
                                        letter.error(),
                                        letter.at(),
                                        letter.again()))
                        .toList());
    }

    @PostMapping("/{webhook}/dead-letters/{event}/redeliver")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Has an event delivered again that was given up")
    void redeliver(Scope scope, @PathVariable String webhook, @PathVariable long event) {
        callbacks.redeliver(scope, webhook, event);
    }
}
