package floria.tosca.edit;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import floria.tosca.source.Source;
import floria.tosca.yaml.Limits;

/**
 * Puts a template into one form: two blanks for each level, items below their key by two more, one
 * blank behind a colon and a dash, no blanks at the ends of lines, no two empty lines in a row, one
 * line break at the end. Words, quotes, comments, the order, and the lines themselves stay as they
 * are; what the text means stays the same, which is looked at before it is handed out.
 */
public final class Format {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setParseComments(false)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();

    private Format() {}

    /**
     * The text in its form; a text that is in it comes back equal. Empty when it is not YAML, which
     * {@link floria.tosca.Tosca#read} explains.
     */
    public static Optional<String> format(Source source) {
        if (source.size() > Limits.STANDARD.bytes()) {
            return Optional.empty();
        }
        String text = source.text();
        Lines lines = Lines.of(text);
        Layout layout = new Layout(lines);
        try {
            Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
            layout.read(events);
        } catch (YamlEngineException | IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
        String formatted = layout.write();
        return Optional.of(means(formatted).equals(means(text)) ? formatted : text);
    }

    /** What a text says, without positions. */
    private static List<String> means(String text) {
        return java.util.stream.StreamSupport.stream(
                        new Parse(SETTINGS).parseString(text).spliterator(), false)
                .map(Event::toString)
                .toList();
    }
}
