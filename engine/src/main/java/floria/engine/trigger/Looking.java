package floria.engine.trigger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.engine.state.Event;
import floria.engine.state.Instance;
import floria.engine.state.Note;
import floria.engine.state.Scope;
import floria.engine.state.Store;
import floria.engine.workflow.Occasion;
import floria.tosca.model.Condition;
import floria.tosca.model.Trigger;
import floria.tosca.value.Value;

/** Finds out whether a trigger is to fire, and keeps what it found. */
final class Looking {
    /** Of what came about while nobody looked, older is past. */
    private static final Duration PAST = Duration.ofDays(7);

    private static final int BATCH = 500;

    private final Store store;
    private final Firing firing;
    private final Metrics metrics;
    private final InstantSource clock;

    Looking(Store store, Firing firing, Metrics metrics, InstantSource clock) {
        this.store = store;
        this.firing = firing;
        this.metrics = metrics;
        this.clock = clock;
    }

    void look(Scenery scenery, Rule rule) {
        Instant now = clock.instant();
        Instant begin = scenery.blueprint().revision().createdAt();
        Memory memory =
                Optional.ofNullable(scenery.notes().get(rule.topic()))
                        .flatMap(Memory::of)
                        .orElseGet(() -> Memory.from(begin));
        boolean closed =
                Occasion.start(rule.trigger()).filter(now::isBefore).isPresent()
                        || Occasion.end(rule.trigger()).filter(now::isAfter).isPresent();
        // What it began is waited for: what comes about meanwhile counts once, afterwards.
        if (closed || scenery.isAtWork(rule)) {
            return;
        }
        switch (rule.occasion()) {
            case Occasion.Times(var cron) -> {
                Instant due =
                        now.minus(PAST).isAfter(memory.last()) ? now.minus(PAST) : memory.last();
                Optional<Instant> latest = Optional.empty();
                for (Optional<Instant> next = cron.next(due);
                        next.filter(at -> !at.isAfter(now)).isPresent();
                        next = cron.next(next.get())) {
                    latest = next;
                }
                latest.ifPresent(at -> timed(scenery, rule, memory, at));
            }
            case Occasion.Every(var pause) -> {
                long turns = Duration.between(memory.last(), now).dividedBy(pause);
                if (turns > 0) {
                    timed(scenery, rule, memory, memory.last().plus(pause.multipliedBy(turns)));
                }
            }
            case Occasion.Once(var at) -> {
                if (!at.isAfter(now) && at.isAfter(memory.last())) {
                    timed(scenery, rule, memory, at);
                }
            }
            case Occasion.Told told -> told(scenery, rule, memory, told, begin, now);
            case Occasion.Measured _ -> measured(scenery, rule, memory, now);
        }
    }

    private void timed(Scenery scenery, Rule rule, Memory memory, Instant at) {
        if (holds(scenery, rule)) {
            firing.fire(scenery, rule, at.toString(), "it is " + at, memory.fired(at));
        } else {
            keep(scenery, rule, memory.fired(at));
        }
    }

    // ---- what happened

    private void told(
            Scenery scenery,
            Rule rule,
            Memory memory,
            Occasion.Told told,
            Instant begin,
            Instant now) {
        if (now.isBefore(memory.quiet())) {
            return;
        }
        Scope scope = new Scope(scenery.deployment().project(), rule.actor());
        Optional<Event> latest = Optional.empty();
        long position = memory.position();
        List<Event> events;
        do {
            events = store.events(scope, Optional.of(scenery.deployment().id()), position, BATCH);
            for (Event event : events) {
                position = event.id();
                if (concerns(rule, told, event) && !event.at().isBefore(begin)) {
                    latest = Optional.of(event);
                }
            }
        } while (events.size() == BATCH);
        Memory later = memory.at(position);
        if (latest.isPresent() && holds(scenery, rule)) {
            firing.fire(
                    scenery,
                    rule,
                    Long.toString(latest.get().id()),
                    latest.get().message(),
                    later.quietUntil(now.plus(rule.cooldown())));
        } else if (latest.isPresent() || position > memory.position() + BATCH / 2) {
            // Not at every event: what is read twice is not told twice.
            keep(scenery, rule, later);
        }
    }

    private static boolean concerns(Rule rule, Occasion.Told told, Event event) {
        boolean word =
                told.word()
                        .map(wanted ->
                                wanted.toLowerCase(Locale.ROOT)
                                        .equals(
                                                event.data()
                                                        .getOrDefault(
                                                                "state",
                                                                event.data()
                                                                        .getOrDefault(
                                                                                "status", ""))))
                        .orElse(true);
        boolean node =
                rule.nodes().isEmpty()
                        || event.node().isEmpty()
                        || rule.nodes().contains(event.node().get());
        // What it does itself is no occasion for it, or it would never come to rest.
        return word
                && node
                && event.type().equals(told.type())
                && !event.actor().equals(rule.actor());
    }

    /** Whether the condition is true of any node that the trigger is for, if it has one. */
    private static boolean holds(Scenery scenery, Rule rule) {
        return rule.trigger().condition().isEmpty()
                || rule.nodes().stream()
                        .flatMap(node -> scenery.instances().of(node).stream())
                        .anyMatch(one -> holds(scenery, rule.trigger().condition().get(), one));
    }

    private static boolean holds(Scenery scenery, Condition condition, Instance instance) {
        return isTrue(
                scenery.blueprint()
                        .evaluator(scenery.instances(), instance)
                        .evaluate(condition.expression(), instance.node()));
    }

    private static boolean isTrue(Value value) {
        return value instanceof Value.Bool(var yes) && yes;
    }

    // ---- what is measured

    private void measured(Scenery scenery, Rule rule, Memory memory, Instant now) {
        if (rule.trigger().condition().isEmpty()
                || rule.nodes().isEmpty()
                || now.isBefore(memory.quiet())
                || isTooSoon(rule, memory, now)) {
            return;
        }
        Value expression = rule.trigger().condition().get().expression();
        List<Value.Call> asked = Metrics.asked(expression);
        String self = rule.nodes().iterator().next();
        List<String> values = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (Value.Call call : asked) {
            Metrics.Measure measure = metrics.measure(scenery, self, call, now);
            values.add(measure.value().map(Value::asText).orElse("").replaceAll("[\t\n]", " "));
            notes.addAll(measure.notes());
        }
        boolean first = memory.samples().isEmpty();
        List<Memory.Sample> samples = new ArrayList<>(memory.samples());
        samples.add(new Memory.Sample(now, values));
        int most = rule.evaluations();
        samples.subList(0, Math.max(0, samples.size() - most)).clear();
        // The moment that the measuring began at names the firing, whoever carries it out.
        Memory later = memory.measured(first ? now : memory.since(), samples);
        keep(scenery, rule, later, notes);
        if (samples.size() == most && isTrue(scenery, rule, self, expression, asked, samples)) {
            firing.fire(
                    scenery,
                    rule,
                    later.since().toString(),
                    "its condition is true of " + self + words(asked, samples.getLast()),
                    later.measured(now, List.of()).quietUntil(now.plus(rule.cooldown())));
        }
    }

    private static boolean isTooSoon(Rule rule, Memory memory, Instant now) {
        if (memory.samples().isEmpty()) {
            return false;
        }
        Instant last = memory.samples().getLast().at();
        return !now.isAfter(last) || now.isBefore(last.plus(rule.pause()));
    }

    private static String words(List<Value.Call> asked, Memory.Sample sample) {
        List<String> words = new ArrayList<>();
        for (int index = 0; index < asked.size(); index++) {
            words.add(
                    asked.get(index).arguments().getLast().asText()
                            + " is "
                            + sample.values().get(index));
        }
        return words.isEmpty()
                ? ""
                : ": " + String.join(", ", new java.util.LinkedHashSet<>(words));
    }

    private static boolean isTrue(
            Scenery scenery,
            Rule rule,
            String self,
            Value expression,
            List<Value.Call> asked,
            List<Memory.Sample> samples) {
        Optional<String> method = rule.trigger().evaluation().flatMap(Trigger.Evaluation::method);
        if (method.isEmpty()) {
            return samples.stream()
                    .allMatch(sample -> isTrue(scenery, self, expression, asked, values(sample)));
        }
        List<Optional<Value>> summed = new ArrayList<>();
        for (int index = 0; index < asked.size(); index++) {
            int column = index;
            List<Value> all =
                    samples.stream().flatMap(one -> values(one).get(column).stream()).toList();
            summed.add(all.size() < samples.size() ? Optional.empty() : by(method.get(), all));
        }
        return isTrue(scenery, self, expression, asked, summed);
    }

    private static boolean isTrue(
            Scenery scenery,
            String self,
            Value expression,
            List<Value.Call> asked,
            List<Optional<Value>> values) {
        return isTrue(
                scenery.blueprint()
                        .evaluator(scenery.instances())
                        .evaluate(Metrics.with(expression, asked, values), self));
    }

    private static List<Optional<Value>> values(Memory.Sample sample) {
        return sample.values().stream()
                .map(text ->
                        text.isEmpty()
                                ? Optional.<Value>empty()
                                : Metrics.number(Value.text(text))
                                        .<Value>map(Value.Real::new)
                                        .or(() -> Optional.of(Value.text(text))))
                .toList();
    }

    /** Numbers taken together as the trigger says; of anything else the newest. */
    private static Optional<Value> by(String method, List<Value> values) {
        List<BigDecimal> numbers =
                values.stream().flatMap(value -> Metrics.number(value).stream()).toList();
        if (numbers.size() < values.size()) {
            return Optional.of(values.getLast());
        }
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal taken =
                switch (method.toLowerCase(Locale.ROOT)) {
                    case "min", "minimum" -> numbers.stream().reduce(BigDecimal::min).orElse(sum);
                    case "max", "maximum" -> numbers.stream().reduce(BigDecimal::max).orElse(sum);
                    case "sum" -> sum;
                    default ->
                            sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
                };
        return Optional.of(new Value.Real(taken));
    }

    private void keep(Scenery scenery, Rule rule, Memory memory) {
        keep(scenery, rule, memory, List.of());
    }

    private void keep(Scenery scenery, Rule rule, Memory memory, List<Note> notes) {
        store.write(writer -> {
            notes.forEach(writer::note);
            writer.note(
                    new Note(
                            scenery.deployment().id(),
                            rule.topic(),
                            memory.text(),
                            clock.instant()));
            return true;
        });
    }
}
