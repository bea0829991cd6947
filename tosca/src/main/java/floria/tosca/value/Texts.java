package floria.tosca.value;

import java.math.BigDecimal;
import java.util.Map;

/** Renders values as text: scalars as they are, collections as JSON. */
final class Texts {

    private Texts() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Nil _ -> "";
            case Value.Text(var text) -> text;
            case Value.Scalar(_, _, var text) -> text;
            case Value.Secret(var hidden) -> of(hidden);
            case Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _ ->
                    json(value, new StringBuilder()).toString();
        };
    }

    private static StringBuilder json(Value value, StringBuilder out) {
        switch (value) {
            case Value.Nil _ -> out.append("null");
            case Value.Int(var number) -> out.append(number);
            case Value.Real(BigDecimal number) -> out.append(number.toPlainString());
            case Value.Bool(var truth) -> out.append(truth);
            case Value.Text(var text) -> quote(text, out);
            case Value.Scalar(_, _, var text) -> quote(text, out);
            case Value.Secret(var hidden) -> json(hidden, out);
            case Value.Items(var items) -> {
                out.append('[');
                String separator = "";
                for (Value item : items) {
                    json(item, out.append(separator));
                    separator = ",";
                }
                out.append(']');
            }
            case Value.Entries(var entries) -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Value> entry : entries.entrySet()) {
                    quote(entry.getKey(), out.append(separator));
                    json(entry.getValue(), out.append(':'));
                    separator = ",";
                }
                out.append('}');
            }
            case Value.Call(var function, var arguments) -> {
                quote(function, out.append('{'));
                json(new Value.Items(arguments), out.append(':')).append('}');
            }
        }
        return out;
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
