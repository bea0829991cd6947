package floria.tosca.problem;

import java.util.Arrays;
import java.util.Optional;

import floria.tosca.source.Source;

/** The lines of a source, without a copy of each: few of them are ever shown. Immutable. */
final class Lines {
    private final String text;

    /** Where each line begins. */
    private final int[] starts;

    private Lines(String text, int[] starts) {
        this.text = text;
        this.starts = starts;
    }

    static Lines of(Source source) {
        String text = source.text();
        if (text.indexOf('\0') >= 0) {
            // No text, such as an archive.
            return new Lines("", new int[0]);
        }
        return of(text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private static Lines of(String text) {
        int[] starts = new int[16];
        int count = 0;
        for (int at = 0; at >= 0 && at < text.length(); ) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = at;
            int end = text.indexOf('\n', at);
            at = end < 0 ? -1 : end + 1;
        }
        return new Lines(text, Arrays.copyOf(starts, count));
    }

    /** The line of that number, the first being 1. */
    Optional<String> line(int number) {
        if (number < 1 || number > starts.length) {
            return Optional.empty();
        }
        int start = starts[number - 1];
        int end = text.indexOf('\n', start);
        return Optional.of(text.substring(start, end < 0 ? text.length() : end));
    }
}
