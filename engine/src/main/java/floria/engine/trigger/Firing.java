package floria.engine.trigger;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import floria.engine.deployment.Consent;
import floria.engine.deployment.Counts;
import floria.engine.deployment.Deployments;
import floria.engine.deployment.Errand;
import floria.engine.deployment.Refusal;
import floria.engine.deployment.Wish;
import floria.engine.state.Event;
import floria.engine.state.Note;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.state.StoreException;
import floria.engine.state.Writer;
import floria.tosca.model.Activity;
import floria.tosca.model.NodeTemplate;

/**
 * Does what a trigger is for. It is asked for under a key that names the occasion, before the
 * occasion is noted as past: whoever comes to it again after a crash, or in another process, asks
 * for the same once more and gets what there is.
 */
public final class Firing {
    /** Stands for the telling among what one occasion leads to. */
    private static final int TOLD = -1;

    private final Store store;
    private final Deployments deployments;
    private final InstantSource clock;

    public Firing(Store store, Deployments deployments, InstantSource clock) {
        this.store = store;
        this.deployments = deployments;
        this.clock = clock;
    }

    /**
     * @param occasion what names it among all of this trigger
     * @param why words for people
     * @param later what is known of the trigger afterwards
     */
    void fire(Scenery scenery, Rule rule, String occasion, String why, Memory later) {
        List<String> done = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int number = 0;
        for (Activity.Delegate wish : rule.wishes()) {
            String key = key(scenery, rule, occasion, ++number);
            attempt(refused, () -> wish(scenery, rule, wish, key).ifPresent(done::add));
        }
        if (rule.isFlow()) {
            String key = key(scenery, rule, occasion, 0);
            attempt(
                    refused,
                    () ->
                            done.add(
                                    "run "
                                            + deployments
                                                    .run(
                                                            scope(scenery, rule),
                                                            scenery.deployment().id(),
                                                            new Errand.Fired(
                                                                    rule.policy().name(),
                                                                    rule.trigger().name()),
                                                            Optional.of(key))
                                                    .id()));
        }
        note(scenery, rule, key(scenery, rule, occasion, TOLD), why, later, done, refused);
    }

    private static void attempt(List<String> refused, Runnable what) {
        try {
            what.run();
        } catch (Refusal refusal) {
            List<String> all = new ArrayList<>(List.of(refusal.getMessage()));
            refusal.problems().forEach(problem -> all.add(problem.message()));
            refused.add(String.join("; ", all));
        }
    }

    private static Scope scope(Scenery scenery, Rule rule) {
        return new Scope(scenery.deployment().project(), rule.actor());
    }

    private static String key(Scenery scenery, Rule rule, String occasion, int number) {
        String name =
                scenery.deployment().id() + "\n" + rule.topic() + "\n" + occasion + "\n" + number;
        return "trigger " + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Heals, or scales within the bounds of the node; empty when it is at its bound already. */
    private Optional<String> wish(Scenery scenery, Rule rule, Activity.Delegate asked, String key) {
        if (asked.workflow().equals("heal")) {
            change(scenery, rule, new Wish.Heal(), key);
            return Optional.of("heal");
        }
        Map<String, Wish.Amount> counts = new HashMap<>();
        for (String name : rule.nodes()) {
            NodeTemplate node =
                    Counts.decisive(
                            scenery.blueprint().topology(),
                            scenery.blueprint().topology().node(name));
            int now = Counts.of(scenery.blueprint(), node);
            int by = number(scenery, rule, asked, "by").orElse(1);
            int wanted =
                    number(scenery, rule, asked, "to")
                            .orElse(asked.workflow().equals("scale_in") ? now - by : now + by);
            int bounded = Counts.within(scenery.blueprint(), node, wanted);
            if (bounded != now) {
                counts.put(node.name(), new Wish.Amount(bounded, false));
            }
        }
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        change(scenery, rule, new Wish.Scale(counts, List.of()), key);
        return Optional.of("scale " + counts.keySet());
    }

    private static Optional<Integer> number(
            Scenery scenery, Rule rule, Activity.Delegate asked, String input) {
        return Optional.ofNullable(asked.inputs().get(input))
                .map(value ->
                        scenery.blueprint()
                                .evaluator(scenery.instances())
                                .evaluate(value, rule.nodes().stream().findFirst().orElse("")))
                .flatMap(Metrics::number)
                .map(java.math.BigDecimal::intValue);
    }

    private void change(Scenery scenery, Rule rule, Wish wish, String key) {
        deployments.change(
                scope(scenery, rule),
                scenery.deployment().id(),
                wish,
                Consent.NONE,
                Optional.of(key));
    }

    private void note(
            Scenery scenery,
            Rule rule,
            String key,
            String why,
            Memory later,
            List<String> done,
            List<String> refused) {
        String name = rule.policy().name() + "/" + rule.trigger().name();
        List<Event> events = new ArrayList<>();
        if (!done.isEmpty()) {
            events.add(event(scenery, rule, "trigger.fired", name + " acts: " + why, why));
        }
        refused.forEach(refusal ->
                events.add(
                        event(
                                scenery,
                                rule,
                                "trigger.refused",
                                name + " cannot act (" + why + "): " + refusal,
                                why)));
        store.write(writer -> {
            writer.note(
                    new Note(
                            scenery.deployment().id(),
                            rule.topic(),
                            later.text(),
                            clock.instant()));
            // A process that was stopped for long tells nothing that another has told since.
            if (isFirst(writer, scenery, rule, key)) {
                writer.append(events);
            }
            return true;
        });
    }

    private static boolean isFirst(Writer writer, Scenery scenery, Rule rule, String key) {
        try {
            writer.remember(
                    scope(scenery, rule),
                    key,
                    new Store.Remembered(scenery.deployment().id(), "told"));
            return true;
        } catch (StoreException.KeyTaken _) {
            return false;
        }
    }

    private Event event(Scenery scenery, Rule rule, String type, String message, String why) {
        return new Event(
                0,
                clock.instant(),
                scenery.deployment().project(),
                scenery.deployment().id(),
                Optional.empty(),
                rule.nodes().size() == 1 ? rule.nodes().stream().findFirst() : Optional.empty(),
                rule.actor(),
                type,
                message,
                Map.of(
                        "policy", rule.policy().name(),
                        "trigger", rule.trigger().name(),
                        "why", why));
    }
}
