package floria.tosca.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a text without what ends them. A line break is what YAML takes for one: LF, CR, or
 * both.
 */
record Lines(List<String> all) {
    Lines {
        all = List.copyOf(all);
    }

    static Lines of(String text) {
        // A mark of the byte order belongs to no line.
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> lines = new ArrayList<>(List.of(body.split("\r\n|\r|\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return new Lines(lines);
    }

    int count() {
        return all.size();
    }

    String get(int line) {
        return all.get(line);
    }

    /** How many blanks a line begins with. */
    int indentation(int line) {
        String text = all.get(line);
        int at = 0;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    boolean isBlank(int line) {
        return all.get(line).isBlank();
    }

    boolean isComment(int line) {
        return all.get(line).stripLeading().startsWith("#");
    }
}
