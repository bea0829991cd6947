package floria.tosca.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Sums and their like over integers, floats and scalars (TOSCA 2.0 §10.7). */
final class Arithmetic {
    private static final int MOST_DIGITS = 400;

    private Arithmetic() {}

    static Optional<Value> of(String function, List<Value> given) {
        if (given.isEmpty() || given.stream().anyMatch(value -> amount(value).isEmpty())) {
            return Optional.empty();
        }
        return switch (function) {
            case "sum" ->
                    same(
                            given,
                            given.stream()
                                    .map(Arithmetic::number)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add));
            case "difference" ->
                    given.size() == 2
                            ? same(given, number(given.get(0)).subtract(number(given.get(1))))
                            : Optional.empty();
            case "product" -> product(given);
            case "quotient" -> quotient(given);
            case "remainder" -> remainder(given);
            case "round" -> whole(given, RoundingMode.HALF_UP);
            case "floor" -> whole(given, RoundingMode.FLOOR);
            case "ceil" -> whole(given, RoundingMode.CEILING);
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> amount(Value value) {
        return Order.number(value);
    }

    private static BigDecimal number(Value value) {
        return amount(value).orElseThrow();
    }

    /** A result of the kind that all arguments have. */
    private static Optional<Value> same(List<Value> given, BigDecimal result) {
        Value first = given.getFirst();
        if (first instanceof Value.Scalar scalar) {
            boolean alike =
                    given.stream()
                            .allMatch(value ->
                                    value instanceof Value.Scalar other
                                            && other.kind() == scalar.kind());
            return alike ? scalar.of(result).map(value -> value) : Optional.empty();
        }
        if (given.stream().anyMatch(Value.Scalar.class::isInstance)) {
            return Optional.empty();
        }
        return plain(result, given.stream().allMatch(Value.Int.class::isInstance));
    }

    private static Optional<Value> plain(BigDecimal result, boolean integer) {
        if (result.precision() > MOST_DIGITS || Math.abs((long) result.scale()) > MOST_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(integer ? new Value.Int(result.toBigInteger()) : new Value.Real(result));
    }

    /** At most one of the factors has a unit. */
    private static Optional<Value> product(List<Value> given) {
        BigDecimal result = BigDecimal.ONE;
        for (Value factor : given) {
            result = result.multiply(number(factor));
            if (result.precision() > MOST_DIGITS) {
                return Optional.empty();
            }
        }
        List<Value.Scalar> scalars =
                given.stream()
                        .flatMap(value ->
                                value instanceof Value.Scalar scalar
                                        ? java.util.stream.Stream.of(scalar)
                                        : java.util.stream.Stream.empty())
                        .toList();
        if (scalars.size() > 1) {
            return Optional.empty();
        }
        return scalars.isEmpty()
                ? plain(result, given.stream().allMatch(Value.Int.class::isInstance))
                : scalars.getFirst().of(result).map(value -> value);
    }

    private static Optional<Value> quotient(List<Value> given) {
        if (given.size() != 2 || number(given.get(1)).signum() == 0) {
            return Optional.empty();
        }
        BigDecimal result =
                number(given.get(0)).divide(number(given.get(1)), MathContext.DECIMAL64);
        return switch (given.get(0)) {
            case Value.Scalar left when given.get(1) instanceof Value.Scalar right ->
                    left.kind() == right.kind() ? plain(result, false) : Optional.empty();
            case Value.Scalar left -> left.of(result).map(value -> value);
            case Value.Nil _,
                    Value.Text _,
                    Value.Int _,
                    Value.Real _,
                    Value.Bool _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _,
                    Value.Secret _ ->
                    given.get(1) instanceof Value.Scalar ? Optional.empty() : plain(result, false);
        };
    }

    private static Optional<Value> remainder(List<Value> given) {
        if (given.size() == 2
                && given.get(0) instanceof Value.Int(BigInteger left)
                && given.get(1) instanceof Value.Int(BigInteger right)
                && right.signum() != 0) {
            return Optional.of(new Value.Int(left.remainder(right)));
        }
        return Optional.empty();
    }

    private static Optional<Value> whole(List<Value> given, RoundingMode mode) {
        return given.size() == 1 && !(given.getFirst() instanceof Value.Scalar)
                ? plain(number(given.getFirst()).setScale(0, mode), true)
                : Optional.empty();
    }
}
