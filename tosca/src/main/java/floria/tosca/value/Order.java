package floria.tosca.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Equality and order of values, across the ways in which one value can be written. */
public final class Order {

    private Order() {}

    /** Whether two values are the same, written in whatever way. */
    public static boolean same(Value a, Value b) {
        return compare(a, b).map(order -> order == 0).orElseGet(() -> plain(a).equals(plain(b)));
    }

    /** How two values compare; empty if they have no order, as with {@code UNBOUNDED}. */
    public static Optional<Integer> compare(Value a, Value b) {
        Optional<BigDecimal> left = number(a, b);
        Optional<BigDecimal> right = number(b, a);
        if (left.isPresent() && right.isPresent()) {
            return Optional.of(left.get().compareTo(right.get()));
        }
        if (plain(a) instanceof Value.Text(var x)
                && plain(b) instanceof Value.Text(var y)
                && !y.equals("UNBOUNDED")
                && !x.equals("UNBOUNDED")) {
            return Optional.of(isVersion(x) && isVersion(y) ? versions(x, y) : x.compareTo(y));
        }
        return Optional.empty();
    }

    private static Value plain(Value value) {
        return value instanceof Value.Secret(var hidden) ? hidden : value;
    }

    /** A number; text is one where it is compared with a scalar. */
    private static Optional<BigDecimal> number(Value value, Value other) {
        return plain(value) instanceof Value.Text(String text)
                        && plain(other) instanceof Value.Scalar scalar
                ? ScalarUnit.like(scalar, text).map(Value.Scalar::amount)
                : number(value);
    }

    static Optional<BigDecimal> number(Value value) {
        return switch (plain(value)) {
            case Value.Int(BigInteger number) -> Optional.of(new BigDecimal(number));
            case Value.Real(BigDecimal number) -> Optional.of(number);
            case Value.Scalar(_, BigDecimal amount, _) -> Optional.of(amount);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }

    private static boolean isVersion(String text) {
        return !text.isEmpty()
                && Character.isDigit(text.charAt(0))
                && text.chars()
                        .allMatch(c ->
                                c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-'));
    }

    private static int versions(String a, String b) {
        String[] left = a.split("[.-]", -1);
        String[] right = b.split("[.-]", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            String x = i < left.length ? left[i] : "0";
            String y = i < right.length ? right[i] : "0";
            boolean numbers = isNumber(x) && isNumber(y);
            int order = numbers ? new BigInteger(x).compareTo(new BigInteger(y)) : x.compareTo(y);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() < 100
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
