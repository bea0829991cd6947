package floria.cli.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that could be a site.
 *
 * @param settings as they would stand in {@code sites.yaml}, in that order
 * @param why what was found
 */
public record Found(String name, String kind, Map<String, Object> settings, String why) {

    public Found {
        settings = Map.copyOf(new LinkedHashMap<>(settings));
    }

    /** Its entry below {@code sites:}. */
    public List<String> yaml() {
        List<String> lines = new ArrayList<>();
        lines.add("  " + name + ":                       # " + why);
        lines.add("    kind: " + kind);
        settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        lines.add("    " + entry.getKey() + ": " + text(entry.getValue())));
        return lines;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? "[ " + String.join(", ", list.stream().map(Found::text).toList()) + " ]"
                : quoted(value.toString());
    }

    /** What stands between quotes is what it is, whatever is in it. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9/][A-Za-z0-9/._:@-]*")
                ? text
                : "'" + text.replace("'", "''") + "'";
    }
}
