package floria.tosca.write;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

import floria.tosca.value.Value;
import floria.tosca.yaml.Node;

/** Values as they are written in TOSCA 2.0 (§9, §10.1). */
final class Values {
    /** Functions without arguments that are written as a word. */
    private static final Set<String> ALONE = Set.of("value", "node_index", "relationship_index");

    private Values() {}

    static Node node(Value value) {
        return switch (value) {
            case Value.Nil _ -> Tree.plain("null");
            case Value.Text(String text) -> Tree.text(escaped(text));
            case Value.Int(var number) -> Tree.plain(number.toString());
            case Value.Real(BigDecimal number) -> Tree.plain(real(number));
            case Value.Bool(boolean truth) -> Tree.plain(String.valueOf(truth));
            case Value.Scalar(_, _, String text) -> Tree.plain(text);
            case Value.Items(List<Value> items) -> Tree.list(items, Values::node);
            case Value.Entries(var entries) -> {
                Tree tree = new Tree();
                entries.forEach((key, entry) -> tree.always(escaped(key), node(entry)));
                yield tree.node();
            }
            case Value.Call(String function, List<Value> arguments) ->
                    arguments.isEmpty() && ALONE.contains(function)
                            ? Tree.plain("$" + function)
                            : new Tree().always("$" + function, arguments(arguments)).node();
            // It stands in the template that is written anew.
            case Value.Secret(Value hidden) -> node(hidden);
        };
    }

    private static Node arguments(List<Value> arguments) {
        boolean one =
                arguments.size() == 1
                        && !(arguments.getFirst() instanceof Value.Items)
                        && !(arguments.getFirst() instanceof Value.Nil);
        return one ? node(arguments.getFirst()) : Tree.list(arguments, Values::node);
    }

    /** A text that begins with a dollar has two. */
    private static String escaped(String text) {
        return text.startsWith("$") ? "$" + text : text;
    }

    /** As it was written; with an exponent where it would read as an integer without. */
    private static String real(BigDecimal number) {
        return number.scale() < 0 ? number.toString() : number.toPlainString();
    }
}
