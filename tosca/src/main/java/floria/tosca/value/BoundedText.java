package floria.tosca.value;

import java.util.regex.Pattern;

/**
 * Text that lets itself be looked at only so often: a pattern that backtracks without end comes
 * from a template, and must not stop the processor.
 */
public final class BoundedText implements CharSequence {
    private static final int MOST_LOOKS = 5_000_000;

    private final String text;
    private final int from;
    private final int to;
    private final int[] looks;

    private BoundedText(String text, int from, int to, int[] looks) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.looks = looks;
    }

    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("pattern takes too long", null, false, false);
        }
    }

    /** Whether the whole text matches; false too if that cannot be found out. */
    public static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new BoundedText(text, 0, text.length(), new int[1])).matches();
        } catch (Exhausted | StackOverflowError _) {
            return false;
        }
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MOST_LOOKS) {
            throw new Exhausted();
        }
        return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text, from + start, from + end, looks);
    }

    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
