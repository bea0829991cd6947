package floria.site.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of hosts as people write them: separated by spaces or commas, with ranges. */
public final class HostNames {
    private static final Pattern RANGE = Pattern.compile("([^\\[]*)\\[(\\d{1,9})-(\\d{1,9})](.*)");
    private static final int MOST = 10_000;

    private HostNames() {}

    /**
     * Reads names such as {@code login gpu[01-16].example.org}.
     *
     * @throws IllegalArgumentException with words for people
     */
    public static List<String> parse(String text) {
        List<String> names = new ArrayList<>();
        for (String word : text.strip().split("[\\s,]+")) {
            Matcher range = RANGE.matcher(word);
            if (!range.matches()) {
                names.add(word);
                continue;
            }
            int first = Integer.parseInt(range.group(2));
            int last = Integer.parseInt(range.group(3));
            if (last < first || last - first >= MOST) {
                throw new IllegalArgumentException(
                        word + " is no range of at most " + MOST + " hosts, the lowest first");
            }
            int width = range.group(2).length();
            for (int i = first; i <= last; i++) {
                String number = String.format(java.util.Locale.ROOT, "%0" + width + "d", i);
                names.add(range.group(1) + number + range.group(4));
            }
        }
        for (String name : names) {
            if (!name.matches("[\\p{Alnum}_.:][\\p{Alnum}_.:@-]*")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a host");
            }
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a host is named twice");
        }
        return names;
    }
}
