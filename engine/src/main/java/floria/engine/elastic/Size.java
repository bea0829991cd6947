package floria.engine.elastic;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an elastic node found out.
 *
 * @param least how many instances are needed now
 * @param removable those without work, as {@code node.index}, the first to go first
 * @param why in words
 */
record Size(int least, List<String> removable, String why) {

    /** From the outputs {@code instances}, {@code removable} (with commas) and {@code why}. */
    static Optional<Size> of(Map<String, String> outputs) {
        String number = outputs.getOrDefault("instances", "").strip();
        if (!number.matches("\\d{1,6}")) {
            return Optional.empty();
        }
        List<String> removable =
                Arrays.stream(outputs.getOrDefault("removable", "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        return Optional.of(
                new Size(
                        Integer.parseInt(number),
                        removable,
                        outputs.getOrDefault("why", "it asks for them")));
    }

    /** How many there should be; fewer only by as many as have no work. */
    int wanted(int now) {
        return Math.max(least, now - removable.size());
    }

    /** So many instances of what is managed, to go first. */
    List<String> removal(String managed, int count) {
        return removable.stream()
                .limit(Math.max(0, count))
                .filter(name -> name.startsWith(managed + "."))
                .toList();
    }
}
