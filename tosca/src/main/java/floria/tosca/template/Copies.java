package floria.tosca.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.tosca.grammar.Forms;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * The templates of a section with their copies made (TOSCA 1.3 §3.8.3, 2.0 §8.2): a template that
 * copies another has all that one has, except for what it says itself. Maps are merged to any
 * depth, everything else is replaced.
 */
final class Copies {
    private final Mapping section;
    private final String title;
    private final Problems problems;
    private final Forms forms;
    private final Map<String, Mapping> done = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    /**
     * @param title such as {@code node template}
     */
    Copies(Mapping section, String title, Setting setting) {
        this.section = section;
        this.title = title;
        this.problems = setting.problems();
        this.forms = setting.forms();
    }

    /** The body of a template, with what it copies. */
    Mapping body(Mapping.Entry entry, Mapping body) {
        if (!body.has("copy")) {
            return body;
        }
        Mapping known = done.get(entry.name());
        if (known == null) {
            open.add(entry.name());
            known = copied(body);
            open.remove(entry.name());
            done.put(entry.name(), known);
        }
        return known;
    }

    private Mapping copied(Mapping body) {
        Node.Scalar name = forms.scalar(body, "copy").orElse(null);
        if (name == null) {
            return body;
        }
        Mapping.Entry original = section.entry(name.text()).orElse(null);
        if (original == null || !(original.value() instanceof Mapping from)) {
            problems.error(
                            "unknown-node",
                            name.location(),
                            "there is no %s '%s' to copy".formatted(title, name.text()))
                    .nearest(name.text(), section.names());
            return body;
        }
        if (open.contains(name.text())) {
            problems.error(
                    "copy-cycle",
                    name.location(),
                    "this copies itself: %s -> %s"
                            .formatted(String.join(" -> ", open), name.text()));
            return body;
        }
        return over(body, body(original, from).without(Set.of("copy")));
    }

    /** The entries of {@code own}, and those of {@code other} that it does not have. */
    private static Mapping over(Mapping own, Mapping other) {
        List<Mapping.Entry> all = new ArrayList<>();
        for (Mapping.Entry entry : other.entries()) {
            Mapping.Entry mine = own.entry(entry.name()).orElse(null);
            if (mine == null) {
                all.add(entry);
            } else if (mine.value() instanceof Mapping inner
                    && entry.value() instanceof Mapping outer) {
                all.add(new Mapping.Entry(mine.key(), over(inner, outer)));
            } else {
                all.add(mine);
            }
        }
        own.entries().stream().filter(entry -> !other.has(entry.name())).forEach(all::add);
        return new Mapping(all, own.location());
    }
}
