package floria.site.simulated;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that happened, as a line of the world's log: a word, and its details.
 *
 * @param what {@code made}, {@code stopped}, {@code released}, {@code filled}, {@code started} or
 *     {@code killed}
 */
record Fact(String what, List<String> details) {
    static Fact of(String what, Object... details) {
        return new Fact(what, Arrays.stream(details).map(Object::toString).toList());
    }

    String detail(int index) {
        return details.get(index);
    }

    static Fact parse(String line) {
        List<String> words =
                Arrays.stream(line.split("\t", -1))
                        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                        .toList();
        return new Fact(words.getFirst(), words.subList(1, words.size()));
    }

    @Override
    public String toString() {
        return what
                + details.stream()
                        .map(text -> "\t" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
    }
}
