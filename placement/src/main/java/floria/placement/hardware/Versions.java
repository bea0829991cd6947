package floria.placement.hardware;

import java.util.regex.Pattern;

/** Versions of numbers and dots, such as drivers and CUDA have. */
public final class Versions {
    private static final Pattern DOT = Pattern.compile("\\.");

    private Versions() {}

    /**
     * Whether {@code has} is no older than {@code least}; of texts that are no versions, whether
     * they are equal.
     */
    public static boolean atLeast(String has, String least) {
        if (!numeric(has) || !numeric(least)) {
            return has.equalsIgnoreCase(least);
        }
        String[] left = DOT.split(has);
        String[] right = DOT.split(least);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order =
                    Integer.compare(
                            i < left.length ? Integer.parseInt(left[i]) : 0,
                            i < right.length ? Integer.parseInt(right[i]) : 0);
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }

    private static boolean numeric(String text) {
        return text.matches("\\d{1,8}(\\.\\d{1,8}){0,4}");
    }
}
