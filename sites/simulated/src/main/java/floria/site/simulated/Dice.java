package floria.site.simulated;

import java.util.SplittableRandom;

/** Numbers that look random and depend on the seed and the question only, not on the order. */
record Dice(long seed) {

    /** From 0 to below 1. */
    double share(String question, long number) {
        SplittableRandom random = new SplittableRandom(seed);
        long mixed =
                random.nextLong() ^ (question.hashCode() * 0x9E3779B97F4A7C15L) ^ (number << 20);
        return new SplittableRandom(mixed).nextDouble();
    }
}
