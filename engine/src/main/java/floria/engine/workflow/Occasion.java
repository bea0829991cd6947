package floria.engine.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import floria.tosca.model.Trigger;
import floria.tosca.value.Value;

/** What a trigger waits for (TOSCA 1.3 §3.6.22, 2.0 §16.5), by the text of its {@code event}. */
public sealed interface Occasion {

    /** {@code cron MINUTE HOUR DAY MONTH WEEKDAY [ZONE]}. */
    record Times(Cron cron) implements Occasion {}

    /** {@code every 15 min}. */
    record Every(Duration pause) implements Occasion {}

    /** {@code schedule}: once, when the trigger's schedule begins. */
    record Once(Instant at) implements Occasion {}

    /**
     * {@code state WORD}, {@code deployment WORD}, or the type of an event.
     *
     * @param word the state that is told, where only one is meant
     */
    record Told(String type, Optional<String> word) implements Occasion {}

    /** Any other name: that the condition becomes true. */
    record Measured() implements Occasion {}

    /** Fails with an {@link IllegalArgumentException} that says what is wrong. */
    static Occasion of(Trigger trigger) {
        String text = trigger.event().strip();
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "cron" -> new Times(Cron.of(rest));
            case "every" -> new Every(duration(rest));
            case "state" -> new Told("node.state", Optional.of(rest).filter(w -> !w.isEmpty()));
            case "deployment" ->
                    new Told("deployment.status", Optional.of(rest).filter(w -> !w.isEmpty()));
            default -> {
                if (text.contains(".") && trigger.condition().isEmpty()) {
                    yield new Told(text, Optional.empty());
                }
                Optional<Instant> start = start(trigger);
                yield trigger.condition().isEmpty() && start.isPresent()
                        ? new Once(start.get())
                        : text.matches("[a-z]+\\.[a-z_]+")
                                ? new Told(text, Optional.empty())
                                : new Measured();
            }
        };
    }

    private static Duration duration(String text) {
        java.util.regex.Matcher match =
                java.util.regex.Pattern.compile("(\\d{1,9})\\s*(s|m|min|h|d)")
                        .matcher(text.strip());
        if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time such as 30 s, 15 min, 2 h or 1 d");
        }
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /** When a trigger's schedule begins. */
    static Optional<Instant> start(Trigger trigger) {
        return trigger.schedule().flatMap(Trigger.Schedule::start).flatMap(Occasion::instant);
    }

    /** When it ends. */
    static Optional<Instant> end(Trigger trigger) {
        return trigger.schedule().flatMap(Trigger.Schedule::end).flatMap(Occasion::instant);
    }

    private static Optional<Instant> instant(Value value) {
        String text = value.asText().strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)[ ]+", "$1T");
        try {
            return Optional.of(
                    text.length() == 10
                            ? Instant.parse(text + "T00:00:00Z")
                            : Instant.parse(
                                    text.matches(".*([Zz]|[+-]\\d\\d:?\\d\\d)$")
                                            ? text
                                            : text + "Z"));
        } catch (java.time.DateTimeException _) {
            return Optional.empty();
        }
    }
}
