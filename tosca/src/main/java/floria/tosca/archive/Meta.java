package floria.tosca.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.problem.Location;
import floria.tosca.source.Source;

/**
 * The first block of a {@code TOSCA.meta} file: names with values (TOSCA 1.3 §6.2, 2.0 §17.2).
 * Values of several words may be quoted; they may go on in lines that begin with a blank, or be a
 * list with hyphens.
 */
record Meta(Source source, Map<String, List<Word>> values) {
    private static final Pattern LINE = Pattern.compile("([\\w-]+)\\s*:(.*)");
    private static final Pattern WORD =
            Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"',\\[\\]]+)");

    /** A value with its place. */
    record Word(String text, Location location) {}

    static Meta read(Source source) {
        Map<String, List<Word>> values = new LinkedHashMap<>();
        List<Word> current = new ArrayList<>();
        int number = 0;
        for (String line : source.text().lines().toList()) {
            number++;
            if (line.isBlank() && !values.isEmpty()) {
                break;
            }
            Matcher start = LINE.matcher(line);
            if (start.lookingAt()) {
                current = new ArrayList<>();
                values.putIfAbsent(start.group(1), current);
                words(source, line, number, start.start(2), current);
            } else if (line.startsWith(" ") || line.startsWith("-")) {
                int dash = line.indexOf('-');
                boolean item = dash >= 0 && line.substring(0, dash).isBlank();
                words(source, line, number, item ? dash + 1 : 0, current);
            }
        }
        return new Meta(source, values);
    }

    private static void words(Source source, String line, int number, int from, List<Word> into) {
        Matcher word = WORD.matcher(line);
        for (boolean found = word.find(from); found; found = word.find()) {
            String text =
                    Optional.ofNullable(word.group(1))
                            .or(() -> Optional.ofNullable(word.group(2)))
                            .orElseGet(word::group);
            into.add(
                    new Word(
                            text,
                            new Location(
                                    source.address(),
                                    number,
                                    word.start() + 1,
                                    number,
                                    word.end() + 1)));
        }
    }

    /** The words of a value; none if it is not there. */
    List<Word> words(String name) {
        return values.getOrDefault(name, List.of());
    }
}
