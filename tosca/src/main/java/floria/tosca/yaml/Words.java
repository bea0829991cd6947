package floria.tosca.yaml;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one copy of each word of a document: keynames, names of types and the like come again with
 * every template.
 */
final class Words {
    /** Longer ones are texts, which seldom come twice. */
    private static final int LONGEST = 64;

    /** Enough for what comes again; names that come once do not crowd it. */
    private static final int MOST = 4_096;

    private final Map<String, String> known = new HashMap<>();

    /** The copy of {@code text} that was met first, if it is kept. */
    String one(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        if (known.size() >= MOST) {
            return known.getOrDefault(text, text);
        }
        String first = known.putIfAbsent(text, text);
        return first == null ? text : first;
    }
}
