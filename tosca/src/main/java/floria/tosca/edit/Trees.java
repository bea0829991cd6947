package floria.tosca.edit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import floria.tosca.problem.Location;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Values as trees, for {@link Rendering}; such a tree has no position. */
final class Trees {
    private static final Location NOWHERE = Location.startOf("");

    /** Readers of old YAML take these for booleans. */
    private static final Set<String> BOOLEANS_OF_OLD = Set.of("y", "n", "yes", "no", "on", "off");

    private Trees() {}

    static Node of(Value value) {
        return switch (value) {
            case Value.Nil _ -> plain("null");
            case Value.Text(String text) -> text(text);
            case Value.Int(var number) -> plain(number.toString());
            case Value.Real(var number) -> plain(number.toPlainString());
            case Value.Bool(boolean truth) -> plain(String.valueOf(truth));
            case Value.Scalar(_, _, String text) -> plain(text);
            case Value.Items(var items) ->
                    new Node.Sequence(items.stream().map(Trees::of).toList(), NOWHERE);
            case Value.Entries(var entries) ->
                    new Mapping(
                            entries.entrySet().stream()
                                    .map(entry -> entry(entry.getKey(), of(entry.getValue())))
                                    .toList(),
                            NOWHERE);
            case Value.Call(String function, var arguments) ->
                    new Mapping(
                            List.of(
                                    entry(
                                            function,
                                            arguments.size() == 1
                                                    ? of(arguments.getFirst())
                                                    : of(new Value.Items(arguments)))),
                            NOWHERE);
            case Value.Secret _ ->
                    throw new IllegalArgumentException("a secret does not belong in a template");
        };
    }

    /** A string: written plainly only if it reads as that string and as nothing else. */
    static Node.Scalar text(String text) {
        Node.Scalar plain = plain(text);
        boolean isString =
                plain.core() == Core.STRING
                        && !BOOLEANS_OF_OLD.contains(text.toLowerCase(Locale.ROOT));
        return isString ? plain : new Node.Scalar(text, false, NOWHERE);
    }

    static Mapping mapping(String key, Node value) {
        return new Mapping(List.of(entry(key, value)), NOWHERE);
    }

    static Node emptyLike(Node collection) {
        return collection instanceof Mapping
                ? of(new Value.Entries(Map.of()))
                : of(new Value.Items(List.of()));
    }

    private static Node.Scalar plain(String text) {
        return new Node.Scalar(text, true, NOWHERE);
    }

    private static Mapping.Entry entry(String key, Node value) {
        return new Mapping.Entry(text(key), value);
    }
}
