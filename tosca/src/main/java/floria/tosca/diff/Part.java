package floria.tosca.diff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.tosca.value.Value;

/**
 * A named part of what a template says.
 *
 * @param says what it says itself, for people; empty if its parts say it all
 */
record Part(String says, Map<String, Part> parts) {
    static final Part NOTHING = new Part("", Map.of());

    Part {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    static Part leaf(String says) {
        return new Part(says, Map.of());
    }

    static Part of(Value value) {
        return leaf(value.isSecret() ? "***" : value.asText());
    }

    static <T> Part each(Map<String, T> things, Function<T, Part> part) {
        Map<String, Part> parts = new LinkedHashMap<>();
        things.forEach((name, thing) -> parts.put(name, part.apply(thing)));
        return new Part("", parts);
    }

    /** This part with another in it, unless that one says nothing. */
    Part with(String name, Part part) {
        if (part.equals(NOTHING)) {
            return this;
        }
        Map<String, Part> more = new LinkedHashMap<>(parts);
        more.put(name, part);
        return new Part(says, more);
    }

    Part with(String name, String says) {
        return with(name, leaf(says));
    }

    Part with(String name, Optional<String> says) {
        return says.map(text -> with(name, text)).orElse(this);
    }
}
