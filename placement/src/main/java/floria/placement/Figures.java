package floria.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    static String count(double number) {
        return number == Math.rint(number)
                ? Long.toString((long) number)
                : BigDecimal.valueOf(number)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String size(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return amount == Math.rint(amount)
                ? (long) amount + " " + UNITS[unit]
                : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** {@code 0.10}, {@code 2.4}, as it was written. */
    static String price(BigDecimal amount) {
        return amount.toPlainString();
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3.5 h}. */
    static String time(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        if (seconds < 120) {
            return count(Math.rint(seconds)) + " s";
        }
        return seconds < 7200
                ? count(Math.rint(seconds / 60)) + " min"
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
