package floria.tosca.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import floria.tosca.value.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes to texts that somebody wrote without care: the meaning changes there, and nowhere else.
 */
class DraftPropertiesTest {

    @Property(tries = 500)
    void setsWhatIsMeantAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        String text = new Scribble(random).document();
        List<String> place = place(load(text), random);
        Object fresh =
                random.nextBoolean() ? "so: #1" : Map.of("x", List.of(1, Map.of("y", "\n z")));

        String changed = Draft.of(text).set(place, value(fresh)).text();

        assertThat(load(changed)).as(text).isEqualTo(with(load(text), place, 0, fresh));
        assertThat(comments(changed)).as(text).containsAll(ownLines(text, changed));
    }

    @Property(tries = 500)
    void addsWhatIsMeantAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        String text = new Scribble(random).document();
        List<String> place = new ArrayList<>(place(load(text), random));
        place.removeLast();
        place.add("fresh");
        if (!(at(load(text), place.subList(0, place.size() - 1)) instanceof Map)) {
            return;
        }

        String changed = Draft.of(text).set(place, Value.integer(7)).text();

        assertThat(load(changed)).as(text).isEqualTo(with(load(text), place, 0, 7));
        assertThat(comments(changed)).as(text).isEqualTo(comments(text));
    }

    @Property(tries = 500)
    void removesWhatIsMeantAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        String text = new Scribble(random).document();
        List<String> place = place(load(text), random);
        if (place.size() < 2) {
            return;
        }

        String changed = Draft.of(text).remove(place).text();

        assertThat(load(changed)).as(text).isEqualTo(without(load(text), place, 0));
    }

    /** Comments on lines of their own above what was not replaced. */
    private static List<String> ownLines(String text, String changed) {
        String common = text.substring(0, common(text, changed));
        return comments(common.substring(0, common.lastIndexOf('\n') + 1));
    }

    private static int common(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private static List<String> comments(String text) {
        return text.lines().filter(line -> line.strip().startsWith("#")).toList();
    }

    private static Object load(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static List<String> place(Object tree, Random random) {
        List<String> place = new ArrayList<>();
        Object at = tree;
        do {
            int size = at instanceof Map<?, ?> map ? map.size() : ((List<?>) at).size();
            int choice = random.nextInt(size);
            String key =
                    at instanceof Map<?, ?> map
                            ? (String) List.copyOf(map.keySet()).get(choice)
                            : String.valueOf(choice);
            place.add(key);
            at = at(tree, place);
        } while ((at instanceof Map || at instanceof List) && random.nextInt(3) > 0);
        return place;
    }

    private static Object at(Object tree, List<String> place) {
        Object at = tree;
        for (String key : place) {
            at = child(at, key);
        }
        return at;
    }

    private static Object child(Object tree, String key) {
        return tree instanceof Map<?, ?> map
                ? Optional.<Object>ofNullable(map.get(key)).orElse("nothing")
                : ((List<?>) tree).get(Integer.parseInt(key));
    }

    private static Object with(Object tree, List<String> place, int depth, Object fresh) {
        if (depth == place.size()) {
            return fresh;
        }
        String key = place.get(depth);
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.put(key, with(child(map, key), place, depth + 1, fresh));
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) tree);
        int index = Integer.parseInt(key);
        copy.set(index, with(copy.get(index), place, depth + 1, fresh));
        return copy;
    }

    private static Object without(Object tree, List<String> place, int depth) {
        String key = place.get(depth);
        boolean last = depth == place.size() - 1;
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            if (last) {
                copy.remove(key);
            } else {
                copy.put(key, without(child(map, key), place, depth + 1));
            }
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) tree);
        int index = Integer.parseInt(key);
        if (last) {
            copy.remove(index);
        } else {
            copy.set(index, without(copy.get(index), place, depth + 1));
        }
        return copy;
    }

    private static Value value(Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.forEach((key, each) -> entries.put(String.valueOf(key), value(each)));
                yield new Value.Entries(entries);
            }
            case List<?> list ->
                    new Value.Items(list.stream().map(DraftPropertiesTest::value).toList());
            case Integer number -> Value.integer(number);
            default -> Value.text(String.valueOf(plain));
        };
    }
}
