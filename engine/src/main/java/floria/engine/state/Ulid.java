package floria.engine.state;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Makes ULIDs in lower case: 26 characters that sort by time. Safe for use by many threads. */
public final class Ulid {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final char[] ALPHABET = DIGITS.toCharArray();

    private final InstantSource clock;
    private final RandomGenerator random;

    public Ulid(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized String next() {
        char[] text = new char[26];
        long time = clock.millis();
        for (int i = 9; i >= 0; i--) {
            text[i] = ALPHABET[(int) (time & 31)];
            time >>>= 5;
        }
        for (int i = 10; i < 26; i++) {
            text[i] = ALPHABET[random.nextInt(32)];
        }
        return new String(text);
    }

    /** When an id was made; the epoch for what is none. */
    public static Instant time(String id) {
        long time = 0;
        for (int i = 0; i < 10; i++) {
            int digit = i < id.length() ? DIGITS.indexOf(id.charAt(i)) : -1;
            if (digit < 0) {
                return Instant.EPOCH;
            }
            time = time << 5 | digit;
        }
        return Instant.ofEpochMilli(time);
    }
}
