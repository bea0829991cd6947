package floria.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money in millionths, as the optimisation counts it. */
final class Money {
    private static final int DIGITS = 6;

    private Money() {}

    static long micro(BigDecimal amount) {
        return amount.movePointRight(DIGITS).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    static long micro(double amount) {
        return Math.round(amount * 1e6);
    }

    static BigDecimal of(long micro) {
        BigDecimal amount = BigDecimal.valueOf(micro, DIGITS).stripTrailingZeros();
        return amount.scale() < 2 ? amount.setScale(2) : amount;
    }
}
