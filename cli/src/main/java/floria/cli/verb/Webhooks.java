package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Who is called back when something happens. */
public final class Webhooks {

    private Webhooks() {}

    /** {@code webhooks} with its verbs. */
    public static CommandLine line(Surroundings around) {
        CommandSpec spec = CommandSpec.create().name("webhooks");
        spec.usageMessage()
                .header("Have addresses called back when something happens.")
                .footer(
                        "",
                        "Examples:",
                        "  floria webhooks add https://example.org/hook --secret-file hook.key"
                                + " --events deployment.status",
                        "  floria webhooks ls");
        return new CommandLine(spec)
                .addSubcommand("add", new Add(around).line())
                .addSubcommand("ls", new Ls(around).line())
                .addSubcommand("rm", new Rm(around).line())
                .addSubcommand("dead", new Dead(around).line())
                .addSubcommand("redeliver", new Redeliver(around).line());
    }

    /** Adds one. */
    static final class Add extends Verb {
        private final Supplier<String> url = argument("URL", "Where events are sent by POST.");
        private final Supplier<Optional<String>> secret =
                option(
                        "FILE",
                        "The secret that calls are signed with: 16 characters or more.",
                        "--secret-file");
        private final Supplier<List<String>> events =
                options(
                        "TYPES",
                        "Types of events, with commas; run.* is all that begin so. Default: all.",
                        "--events");
        private final Supplier<Optional<String>> deployment =
                option("DEPLOYMENT", "Only its events. Default: all deployments.", "--deployment");

        Add(Surroundings around) {
            super(around, "add", "Call an address back from the next event on.");
            explain(
                    "Each event comes at least once and in order. The header Floria-Signature is"
                            + " t=SECONDS,v1=SIGNATURE: HMAC-SHA256 of SECONDS, a full stop and the"
                            + " body.");
            examples(
                    "floria webhooks add https://example.org/hook --secret-file hook.key --events drift.*");
        }

        @Override
        Exit run() {
            ObjectNode webhook = Json.object().put("url", url.get()).put("secret", read());
            deployment.get().ifPresent(name -> webhook.put("deployment", name));
            ArrayNode types = webhook.putArray("events");
            events.get().stream()
                    .flatMap(listed -> List.of(listed.split(",")).stream())
                    .map(String::strip)
                    .filter(type -> !type.isEmpty())
                    .forEach(types::add);
            JsonNode added = server().addWebhook(webhook);
            if (json()) {
                print(added);
            } else {
                print("Webhook " + Json.text(added, "id") + " is called from the next event on.");
            }
            return Exit.OK;
        }

        private String read() {
            String file =
                    secret.get()
                            .orElseThrow(() ->
                                    Failure.usage(
                                            "The option --secret-file is missing.",
                                            "Make a secret with: openssl rand -hex 32 > hook.key"));
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw Failure.usage(
                        "The secret cannot be read from " + file + ".",
                        "Name a file of text that you may read.");
            }
        }
    }

    /** Lists them. */
    static final class Ls extends Verb {
        Ls(Surroundings around) {
            super(around, "ls", "List who is called back, and what is the matter with it.");
            examples("floria webhooks ls --json | jq -r 'select(.error).url'");
        }

        @Override
        Exit run() {
            Table table = new Table("WEBHOOK", "ADDRESS", "EVENTS", "STATE");
            for (JsonNode webhook : server().webhooks()) {
                if (json()) {
                    print(webhook);
                } else {
                    String amiss = Json.optional(webhook, "error").orElse("");
                    table.row(
                            Json.text(webhook, "id"),
                            Texts.plain(Json.text(webhook, "url")),
                            String.join(",", Json.texts(webhook, "events")),
                            amiss.isEmpty() ? "ok" : Texts.plain(amiss));
                }
            }
            if (!json()) {
                table.print(screen(), "");
            }
            return Exit.OK;
        }
    }

    /** Removes one. */
    static final class Rm extends Verb {
        private final Supplier<String> id = argument("WEBHOOK", "Its id.");

        Rm(Surroundings around) {
            super(around, "rm", "Call back no more.");
            examples("floria webhooks rm 01kd3f");
        }

        @Override
        Exit run() {
            server().removeWebhook(id.get());
            if (json()) {
                print(Json.object().put("removed", id.get()));
            } else {
                print("Removed.");
            }
            return Exit.OK;
        }
    }

    /** Lists what could not be delivered. */
    static final class Dead extends Verb {
        private final Supplier<String> id = argument("WEBHOOK", "Its id.");

        Dead(Surroundings around) {
            super(around, "dead", "List the events that could not be delivered.");
            examples("floria webhooks dead 01kd3f");
        }

        @Override
        Exit run() {
            Table table = new Table("EVENT", "TRIES", "WHY", "WHEN");
            for (JsonNode letter : server().deadLetters(id.get())) {
                if (json()) {
                    print(letter);
                } else {
                    table.row(
                            Long.toString(letter.path("event").asLong()),
                            Integer.toString(letter.path("attempts").asInt()),
                            Texts.plain(Json.text(letter, "error")),
                            Json.text(letter, "at"));
                }
            }
            if (!json()) {
                table.print(screen(), "");
            }
            return Exit.OK;
        }
    }

    /** Tries again what was given up. */
    static final class Redeliver extends Verb {
        private final Supplier<String> id = argument("WEBHOOK", "Its id.");
        private final Supplier<String> event = argument("EVENT", "The number of the event.");

        Redeliver(Surroundings around) {
            super(around, "redeliver", "Deliver an event again that was given up.");
            examples("floria webhooks redeliver 01kd3f 118");
        }

        @Override
        Exit run() {
            server().redeliver(id.get(), event.get());
            if (json()) {
                print(Json.object().put("asked", event.get()));
            } else {
                print("Asked for; `floria webhooks dead " + id.get() + "` shows what is left.");
            }
            return Exit.OK;
        }
    }
}
