package floria.server.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Wish;
import floria.server.problem.BadRequest;
import floria.server.template.TemplateRequest;
import floria.server.value.Values;
import floria.tosca.value.Value;

/** What is wanted of a deployment that there is, as clients send it. */
public record ChangeRequest(
        @Schema(
                        description = "What is wanted.",
                        allowableValues = {"update", "scale", "rollback", "heal", "move"},
                        requiredMode = Schema.RequiredMode.REQUIRED)
                @Nullable String kind,
        @Schema(description = "update: another template; else the present one is kept.")
                @Nullable TemplateRequest template,
        @Schema(description = "update: inputs that change; the others keep their values.")
                @Nullable Map<String, @Nullable Object> inputs,
        @Schema(
                        description =
                                "scale: how many instances of a node: 3, or +1 and -1 beside what was asked for last.",
                        example = "{\"web\": \"3\"}")
                @Nullable Map<String, @Nullable String> counts,
        @Schema(description = "scale: instances, as node.index, that are to go before others.")
                @Nullable List<String> removal,
        @Schema(description = "rollback: the revision; else the one before the newest.")
                @Nullable Integer revision,
        @Schema(description = "move: the site.") @Nullable String site,
        @Schema(
                        description =
                                "The state that the plan was made from; another one by now is refused.")
                @Nullable String state,
        @Schema(
                        description =
                                "Whether what is on volumes may be lost where they are made anew or moved.")
                @Nullable Boolean loseData) {

    Consent consent() {
        return new Consent(Optional.ofNullable(state), Boolean.TRUE.equals(loseData));
    }

    /** What the engine takes. Fails with {@link BadRequest}. */
    Wish toWish() {
        return switch (kind) {
            case "update" ->
                    new Wish.Update(
                            Optional.ofNullable(template).map(TemplateRequest::toRequest),
                            values());
            case "scale" ->
                    new Wish.Scale(amounts(), Optional.ofNullable(removal).orElse(List.of()));
            case "rollback" ->
                    new Wish.Rollback(
                            revision == null ? OptionalInt.empty() : OptionalInt.of(revision));
            case "heal" -> new Wish.Heal();
            case "move" ->
                    new Wish.Move(
                            Optional.ofNullable(site)
                                    .orElseThrow(() ->
                                            new BadRequest(
                                                    "The field site is missing.",
                                                    "It names the site to move to.")),
                            Boolean.TRUE.equals(loseData));
            case null, default ->
                    throw new BadRequest(
                            kind == null
                                    ? "The field kind is missing."
                                    : "The kind '" + kind + "' is not known.",
                            "It is update, scale, rollback, heal or move.");
        };
    }

    private Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        Optional.ofNullable(inputs)
                .orElse(Map.of())
                .forEach((input, value) -> values.put(input, Values.of("inputs." + input, value)));
        return values;
    }

    private Map<String, Wish.Amount> amounts() {
        Map<String, Wish.Amount> amounts = new LinkedHashMap<>();
        if (counts == null || counts.isEmpty()) {
            throw new BadRequest(
                    "The field counts is missing.", "It says how many instances each node gets.");
        }
        counts.forEach((node, text) -> {
            if (text == null || !text.matches("[+-]?[0-9]{1,6}")) {
                throw new BadRequest(
                        "The field counts." + node + " is not a number of instances.",
                        "Write 3, +1 or -1.");
            }
            boolean relative = text.startsWith("+") || text.startsWith("-");
            amounts.put(node, new Wish.Amount(Integer.parseInt(text), relative));
        });
        return amounts;
    }
}
