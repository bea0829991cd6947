package floria.server.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What may stand under a key of a site. A complaint goes on where "{@code KEY} of site {@code
 * NAME}" ends.
 */
public sealed interface Key {
    /**
     * One text.
     *
     * @param orList whether a list of texts will do, which counts as one with spaces
     */
    record Text(boolean orList, Function<String, Optional<String>> complaint) implements Key {}

    /** Texts under keys of their own. */
    record Entries(Function<Map<String, String>, Optional<String>> complaint) implements Key {}

    /** Any text. */
    Key TEXT = new Text(false, _ -> Optional.empty());

    /** Any texts by keys of their own. */
    Key ENTRIES = new Entries(_ -> Optional.empty());

    /** What one CPU costs for an hour, in the same currency at all sites. */
    Key PRICE =
            matching(
                    "\\d+(\\.\\d+)? [A-Z]{3}",
                    " is what one CPU costs for an hour, such as 0.02 EUR");

    /** One of a few texts. */
    static Key oneOf(String... allowed) {
        return new Text(
                false,
                text ->
                        List.of(allowed).contains(text)
                                ? Optional.empty()
                                : Optional.of(" is none of " + String.join(", ", allowed)));
    }

    /** A text of that form. */
    static Key matching(String form, String complaint) {
        return new Text(
                false, text -> text.matches(form) ? Optional.empty() : Optional.of(complaint));
    }

    /** A text that the parser takes; what it throws as an argument's fault is the complaint. */
    static Key parsed(Consumer<String> parser) {
        return new Text(false, text -> complaint(parser, text));
    }

    /** The same of texts in a row. */
    static Key words(Consumer<String> parser) {
        return new Text(true, text -> complaint(parser, text));
    }

    /** The same of texts by keys. */
    static Key entries(Consumer<Map<String, String>> parser) {
        return new Entries(entries -> complaint(parser, entries));
    }

    private static <T> Optional<String> complaint(Consumer<T> parser, T value) {
        try {
            parser.accept(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(": " + e.getMessage());
        }
    }
}
