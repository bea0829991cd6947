package floria.tosca.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.model.Topology;

/**
 * One thing that two templates mean differently. What only looks different is none: order, style,
 * comments, anchors, forms that mean the same.
 *
 * @param path what it is about, such as {@code nodes/web/properties/size}
 * @param before what the first says; empty if it is not there
 * @param after what the second says; empty if it is not there
 */
public record Difference(List<String> path, Optional<String> before, Optional<String> after) {
    public Difference {
        path = List.copyOf(path);
    }

    /** All differences, in the order of the first template, then of the second. */
    public static List<Difference> between(Topology first, Topology second) {
        List<Difference> found = new ArrayList<>();
        compare(List.of(), Outline.of(first), Outline.of(second), found);
        return List.copyOf(found);
    }

    private static void compare(List<String> path, Part one, Part other, List<Difference> found) {
        if (!one.says().equals(other.says())) {
            found.add(new Difference(path, Optional.of(one.says()), Optional.of(other.says())));
        }
        Set<String> names = new LinkedHashSet<>(one.parts().keySet());
        names.addAll(other.parts().keySet());
        for (String name : names) {
            List<String> below = new ArrayList<>(path);
            below.add(name);
            Optional<Part> before = Optional.ofNullable(one.parts().get(name));
            Optional<Part> after = Optional.ofNullable(other.parts().get(name));
            if (before.isPresent() && after.isPresent()) {
                compare(below, before.get(), after.get(), found);
            } else {
                alone(below, before.or(() -> after).orElseThrow(), before.isPresent(), found);
            }
        }
    }

    /** A part that one has: itself if it says something, else what is in it. */
    private static void alone(
            List<String> path, Part part, boolean isFirst, List<Difference> found) {
        if (!part.says().isEmpty() || part.parts().isEmpty()) {
            Optional<String> says = Optional.of(part.says());
            found.add(
                    new Difference(
                            path,
                            isFirst ? says : Optional.empty(),
                            isFirst ? Optional.empty() : says));
            return;
        }
        part.parts()
                .forEach((name, inner) -> {
                    List<String> below = new ArrayList<>(path);
                    below.add(name);
                    alone(below, inner, isFirst, found);
                });
    }

    @Override
    public String toString() {
        String name = String.join("/", path);
        if (before.isPresent() && after.isPresent()) {
            return "~ " + name + ": " + before.get() + " → " + after.get();
        }
        String sign = before.isPresent() ? "- " : "+ ";
        String says = before.or(() -> after).orElse("");
        return sign + name + (says.isEmpty() ? "" : ": " + says);
    }
}
