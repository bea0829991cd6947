package floria.tosca.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The functions that need nothing but their arguments: boolean logic, comparison, text, lists and
 * maps, sets, arithmetic (TOSCA 1.3 §4.3, 2.0 §10.3 to §10.7). What cannot be said yields nothing;
 * nothing throws. A result that rests on a secret is a secret.
 */
public final class Calculation {
    private static final int LONGEST = 1_000_000;

    private Calculation() {}

    /** The result, if the function is one of these and its arguments are known and fit. */
    public static Optional<Value> of(String function, List<Value> arguments) {
        if (function.equals("and") || function.equals("or")) {
            return logic(arguments, function.equals("and"));
        }
        if (arguments.stream().anyMatch(Value::isOpen)) {
            return Optional.empty();
        }
        List<Value> plain = arguments.stream().map(Calculation::plain).toList();
        Optional<Value> result = known(function, plain);
        return arguments.stream().anyMatch(Value::isSecret)
                ? result.map(Value.Secret::new)
                : result;
    }

    private static Optional<Value> known(String function, List<Value> given) {
        return switch (function) {
            case "not" -> one(given).flatMap(Calculation::truth).map(value -> bool(!value));
            case "xor" ->
                    given.size() == 2
                            ? truth(given.get(0))
                                    .flatMap(a -> truth(given.get(1)).map(b -> bool(!a.equals(b))))
                            : Optional.empty();
            case "equal" -> both(given, (a, b) -> Optional.of(Order.same(a, b)));
            case "greater_than" -> ordered(given, c -> c > 0);
            case "greater_or_equal" -> ordered(given, c -> c >= 0);
            case "less_than" -> ordered(given, c -> c < 0);
            case "less_or_equal" -> ordered(given, c -> c <= 0);
            case "in_range" -> inRange(given);
            case "valid_values" ->
                    both(
                            given,
                            (value, allowed) ->
                                    items(allowed)
                                            .map(all ->
                                                    all.stream()
                                                            .anyMatch(one ->
                                                                    Order.same(value, one))));
            case "matches" -> both(given, Calculation::matches);
            case "has_prefix" -> both(given, (a, b) -> part(a, b, true));
            case "has_suffix" -> both(given, (a, b) -> part(a, b, false));
            case "contains" -> both(given, Calculation::contains);
            case "has_entry" -> both(given, (a, b) -> entries(a).map(all -> Sets.contains(all, b)));
            case "has_key" -> both(given, (a, b) -> keys(a).map(all -> Sets.contains(all, b)));
            case "has_all_entries" -> quantified(given, Calculation::entries, true);
            case "has_any_entry" -> quantified(given, Calculation::entries, false);
            case "has_all_keys" -> quantified(given, Calculation::keys, true);
            case "has_any_key" -> quantified(given, Calculation::keys, false);
            case "length" -> one(given).flatMap(Calculation::length);
            case "concat" -> concat(given);
            case "join" -> join(given);
            case "token" -> token(given);
            case "union" -> Sets.union(given);
            case "intersection" -> Sets.intersection(given);
            case "sum",
                    "difference",
                    "product",
                    "quotient",
                    "remainder",
                    "round",
                    "floor",
                    "ceil" ->
                    Arithmetic.of(function, given);
            default -> Optional.empty();
        };
    }

    /** An argument that decides the matter does so even when others are not known. */
    private static Optional<Value> logic(List<Value> given, boolean all) {
        List<Value> arguments = one(given).flatMap(Calculation::items).orElse(given);
        boolean open = false;
        for (Value argument : arguments) {
            Optional<Boolean> truth = truth(plain(argument));
            if (truth.isPresent() && truth.get() != all) {
                return Optional.of(bool(!all));
            }
            open |= truth.isEmpty();
        }
        return open ? Optional.empty() : Optional.of(bool(all));
    }

    /** A part of a value, over names of entries and indices of items. */
    public static Optional<Value> into(Value value, List<Value> path) {
        if (path.isEmpty()) {
            return value instanceof Value.Call ? Optional.empty() : Optional.of(value);
        }
        String first = path.getFirst().asText();
        List<Value> rest = path.subList(1, path.size());
        return switch (value) {
            case Value.Entries(Map<String, Value> entries) ->
                    Optional.ofNullable(entries.get(first)).flatMap(found -> into(found, rest));
            case Value.Items(List<Value> items) ->
                    index(first, items.size()).flatMap(at -> into(items.get(at), rest));
            case Value.Secret(Value hidden) -> into(hidden, path).map(Value.Secret::new);
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _ ->
                    Optional.empty();
        };
    }

    /** An index that is written as text, below {@code size}. */
    public static Optional<Integer> index(String text, int size) {
        try {
            int index = Integer.parseInt(text);
            return index >= 0 && index < size ? Optional.of(index) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Value plain(Value value) {
        return value instanceof Value.Secret(Value hidden) ? hidden : value;
    }

    private static Value bool(boolean truth) {
        return new Value.Bool(truth);
    }

    private static Optional<Value> one(List<Value> given) {
        return given.size() == 1 ? Optional.of(given.getFirst()) : Optional.empty();
    }

    private static Optional<Boolean> truth(Value value) {
        return value instanceof Value.Bool(boolean truth) ? Optional.of(truth) : Optional.empty();
    }

    private interface Question {
        Optional<Boolean> of(Value left, Value right);
    }

    private static Optional<Value> both(List<Value> given, Question question) {
        return given.size() == 2
                ? question.of(given.get(0), given.get(1)).map(Calculation::bool)
                : Optional.empty();
    }

    private static Optional<Value> ordered(List<Value> given, IntPredicate wanted) {
        return both(given, (a, b) -> Order.compare(a, b).map(wanted::test));
    }

    /** {@code [value, [lower, upper]]}, which the draft examples of 2.0 still use. */
    private static Optional<Value> inRange(List<Value> given) {
        List<Value> all = new ArrayList<>(given.subList(0, Math.min(1, given.size())));
        given.stream()
                .skip(1)
                .forEach(bound -> items(bound).ifPresentOrElse(all::addAll, () -> all.add(bound)));
        return all.size() == 3
                ? Optional.of(bool(within(all.get(0), all.get(1), all.get(2))))
                : Optional.empty();
    }

    /** Whether a value, or a whole range, lies between two bounds. */
    public static boolean within(Value value, Value lower, Value upper) {
        if (value instanceof Value.Items(var bounds) && bounds.size() == 2) {
            return within(bounds.get(0), lower, upper) && within(bounds.get(1), lower, upper);
        }
        return Order.compare(value, lower).map(c -> c >= 0).orElse(true)
                && Order.compare(value, upper).map(c -> c <= 0).orElse(true);
    }

    private static Optional<Boolean> matches(Value value, Value pattern) {
        if (!(value instanceof Value.Text(String text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(BoundedText.matches(Pattern.compile(pattern.asText()), text));
        } catch (PatternSyntaxException _) {
            // Reported where it is written.
            return Optional.empty();
        }
    }

    private static Optional<Boolean> part(Value whole, Value part, boolean first) {
        if (whole instanceof Value.Text(String text) && part instanceof Value.Text(String piece)) {
            return Optional.of(first ? text.startsWith(piece) : text.endsWith(piece));
        }
        return items(whole).flatMap(all -> items(part).map(some -> Sets.edge(all, some, first)));
    }

    private static Optional<Boolean> contains(Value whole, Value part) {
        if (whole instanceof Value.Text(String text) && part instanceof Value.Text(String piece)) {
            return Optional.of(text.contains(piece));
        }
        return items(whole).flatMap(all -> items(part).map(some -> Sets.within(all, some)));
    }

    private static Optional<Value> quantified(
            List<Value> given,
            java.util.function.Function<Value, Optional<List<Value>>> members,
            boolean all) {
        return both(
                given,
                (whole, wanted) ->
                        members.apply(whole)
                                .flatMap(there ->
                                        items(wanted)
                                                .map(some ->
                                                        every(some, there, Sets::contains, all))));
    }

    private static boolean every(
            List<Value> some, List<Value> there, BiPredicate<List<Value>, Value> has, boolean all) {
        return all
                ? some.stream().allMatch(one -> has.test(there, one))
                : some.stream().anyMatch(one -> has.test(there, one));
    }

    static Optional<List<Value>> items(Value value) {
        return value instanceof Value.Items(List<Value> items)
                ? Optional.of(items)
                : Optional.empty();
    }

    private static Optional<List<Value>> entries(Value value) {
        return switch (value) {
            case Value.Items(List<Value> items) -> Optional.of(items);
            case Value.Entries(Map<String, Value> entries) ->
                    Optional.of(List.copyOf(entries.values()));
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }

    private static Optional<List<Value>> keys(Value value) {
        return value instanceof Value.Entries(Map<String, Value> entries)
                ? Optional.of(entries.keySet().stream().map(Value::text).toList())
                : Optional.empty();
    }

    /** The number of characters, items or entries. */
    public static Optional<Value> length(Value value) {
        return switch (plain(value)) {
            case Value.Text(String text) ->
                    Optional.of(Value.integer(text.codePointCount(0, text.length())));
            case Value.Items(List<Value> items) -> Optional.of(Value.integer(items.size()));
            case Value.Entries(Map<String, Value> entries) ->
                    Optional.of(Value.integer(entries.size()));
            case Value.Nil _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }

    /** Texts become one text, lists one list, maps one map. */
    private static Optional<Value> concat(List<Value> parts) {
        if (!parts.isEmpty() && parts.stream().allMatch(Value.Items.class::isInstance)) {
            return Optional.of(
                    new Value.Items(
                            parts.stream()
                                    .flatMap(part ->
                                            items(part).stream().flatMap(Collection::stream))
                                    .toList()));
        }
        if (!parts.isEmpty() && parts.stream().allMatch(Value.Entries.class::isInstance)) {
            Map<String, Value> all = new LinkedHashMap<>();
            parts.forEach(part -> all.putAll(((Value.Entries) part).entries()));
            return Optional.of(new Value.Entries(all));
        }
        return text("", parts);
    }

    private static Optional<Value> join(List<Value> given) {
        if (given.isEmpty() || given.size() > 2) {
            return Optional.empty();
        }
        String between = given.size() > 1 ? given.get(1).asText() : "";
        return items(given.getFirst()).flatMap(items -> text(between, items));
    }

    private static Optional<Value> token(List<Value> given) {
        if (given.size() != 3
                || given.get(1).asText().isEmpty()
                || !(given.get(2) instanceof Value.Int(var index))) {
            return Optional.empty();
        }
        // Each character of the second argument separates (TOSCA 1.3 §4.3.3).
        String separators = "[" + Pattern.quote(given.get(1).asText()) + "]";
        String[] parts = given.getFirst().asText().split(separators, -1);
        return index.signum() >= 0 && index.bitLength() < 31 && index.intValue() < parts.length
                ? Optional.of(Value.text(parts[index.intValue()]))
                : Optional.empty();
    }

    private static Optional<Value> text(String between, List<Value> parts) {
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (Value part : parts) {
            text.append(separator).append(part.asText());
            separator = between;
            if (text.length() > LONGEST) {
                return Optional.empty();
            }
        }
        return Optional.of(Value.text(text.toString()));
    }
}
