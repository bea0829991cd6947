package floria.tosca.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;
import floria.tosca.source.Source;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Add-ons merged onto a template: how the communities of INDIGO and GRyCAP extend their clusters.
 * An add-on is a template that names nodes of a parent that it does not have.
 *
 * <ul>
 *   <li>Description, metadata and the template's own names are the parent's.
 *   <li>What only the add-on has is added, as it is written there.
 *   <li>Mappings that both have are merged, entry by entry.
 *   <li>Items of the add-on's lists that the parent's do not have are added behind them.
 *   <li>Where both have another value the add-on's is taken, and a warning says so. A node cannot
 *       change its type, nor a file its version: that is an error, and the parent's stays.
 * </ul>
 */
public final class Composition {
    private static final Set<String> OF_THE_PARENT =
            Set.of(
                    "description",
                    "metadata",
                    "template_name",
                    "template_author",
                    "template_version");

    private final Source addOn;
    private final Draft added;
    private final List<Problem> problems = new ArrayList<>();
    private Draft draft;

    private Composition(Draft draft, Source addOn) {
        this.draft = draft;
        this.addOn = addOn;
        this.added = Draft.of(addOn.text());
    }

    /**
     * What came of merging.
     *
     * @param text the parent's text with all that was added
     * @param problems positions are those of the add-ons
     */
    public record Result(String text, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Merges one add-on after the other.
     *
     * @throws EditRefused when one of the texts is not YAML
     */
    public static Result compose(Source parent, List<Source> addOns) {
        Draft draft = Draft.of(parent.text());
        List<Problem> problems = new ArrayList<>();
        for (Source addOn : addOns) {
            Composition one = new Composition(draft, addOn);
            one.merge(List.of(), draft.root(), one.added.root());
            draft = one.draft;
            problems.addAll(one.problems);
        }
        return new Result(draft.text(), problems);
    }

    private void merge(List<String> place, Mapping parent, Mapping fresh) {
        for (Mapping.Entry entry : fresh.entries()) {
            String name = entry.name();
            if (place.isEmpty() && OF_THE_PARENT.contains(name)) {
                continue;
            }
            List<String> here = below(place, name);
            Optional<Node> there = parent.get(name).filter(node -> !node.isNull());
            if (there.isPresent()) {
                merge(here, there.get(), entry.value());
            } else if (parent.has(name)) {
                draft = draft.set(here, entry.value());
            } else {
                draft = draft.graft(here, added);
            }
        }
    }

    private void merge(List<String> place, Node there, Node fresh) {
        if (fresh.isNull() || same(there, fresh)) {
            return;
        }
        if (there instanceof Mapping parent
                && fresh instanceof Mapping mapping
                && Rendering.isBlock(parent)
                && Rendering.isBlock(mapping)) {
            merge(place, parent, mapping);
        } else if (there instanceof Node.Sequence(List<Node> old, _)
                && fresh instanceof Node.Sequence(List<Node> items, _)) {
            int count = old.size();
            for (Node item : items) {
                if (old.stream().noneMatch(one -> same(one, item))) {
                    draft = draft.set(below(place, String.valueOf(count++)), item);
                }
            }
        } else if (isFixed(place)) {
            problem(
                    Severity.ERROR,
                    "composition-conflict",
                    fresh.location(),
                    place,
                    "the parent has %s here, and the add-on %s"
                            .formatted(Rendering.flow(there), Rendering.flow(fresh)));
        } else {
            draft = draft.set(place, fresh);
            problem(
                    Severity.WARNING,
                    "composition-override",
                    fresh.location(),
                    place,
                    "the add-on's %s takes the place of %s"
                            .formatted(Rendering.flow(fresh), Rendering.flow(there)));
        }
    }

    private static boolean isFixed(List<String> place) {
        return place.getLast().equals("type") || place.equals(List.of("tosca_definitions_version"));
    }

    /** Whether both say the same, however they write it. */
    private static boolean same(Node one, Node other) {
        return Rendering.flow(one).equals(Rendering.flow(other));
    }

    private void problem(
            Severity severity, String code, Location at, List<String> place, String message) {
        Location location =
                new Location(addOn.address(), at.line(), at.column(), at.endLine(), at.endColumn());
        problems.add(
                new Problem(
                        code,
                        severity,
                        message,
                        location,
                        String.join("/", place),
                        Optional.empty(),
                        List.of()));
    }

    private static List<String> below(List<String> place, String key) {
        List<String> below = new ArrayList<>(place);
        below.add(key);
        return List.copyOf(below);
    }
}
