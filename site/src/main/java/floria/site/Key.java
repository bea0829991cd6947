package floria.site;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one resource for ever: whose it is, which instance it belongs to, which part of it, and
 * which generation of that part. It travels as the tag on the resource, so that a call can be
 * repeated and a resource found again after a crash.
 *
 * @param installation eight characters, made once for each store: two Florias on one site never
 *     touch each other's resources
 * @param instance the instance's ULID in lower case (26 characters)
 * @param generation counts replacements of the part, from 1
 */
public record Key(String installation, String instance, Part part, int generation)
        implements Comparable<Key> {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9]{8})-([a-z0-9]{26})-([a-z])([0-9a-z]{1,3})");

    /** The part of an instance that a resource is. */
    public enum Part {
        MACHINE('m'),
        CONTAINER('c'),
        VOLUME('v'),
        NETWORK('n');

        private final char letter;

        Part(char letter) {
            this.letter = letter;
        }
    }

    public Key {
        if (installation.length() != 8
                || instance.length() != 26
                || generation < 1
                || generation >= 36 * 36 * 36) {
            throw new IllegalArgumentException(
                    "not a key: " + installation + " " + instance + " " + generation);
        }
    }

    /** The form that travels: at most 40 characters of {@code [a-z0-9-]}. */
    @Override
    public String toString() {
        return installation + "-" + instance + "-" + part.letter + Integer.toString(generation, 36);
    }

    /** Reads the form that travels; empty for anything else. */
    public static Optional<Key> parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int generation = Integer.parseInt(matcher.group(4), 36);
        for (Part part : Part.values()) {
            if (part.letter == matcher.group(3).charAt(0) && generation > 0) {
                return Optional.of(new Key(matcher.group(1), matcher.group(2), part, generation));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(Key other) {
        return toString().compareTo(other.toString());
    }
}
