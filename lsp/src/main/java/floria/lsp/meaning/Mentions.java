package floria.lsp.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import floria.lsp.grammar.Role;
import floria.lsp.grammar.Shape;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** All names in a file, in the order of the walk. */
public final class Mentions implements Walk.Visitor {
    private final Names names;
    private final boolean uses;
    private final List<Mention> found = new ArrayList<>();

    private Mentions(Names names, boolean uses) {
        this.names = names;
        this.uses = uses;
    }

    /** The names in stretches of interest. */
    public static List<Mention> in(Names names, Predicate<Location> into) {
        Mentions mentions = new Mentions(names, true);
        new Walk(names, into, mentions).file();
        return List.copyOf(mentions.found);
    }

    /** The names that the file declares; what others in it mean is not looked up. */
    public static List<Mention> declared(Names names) {
        Mentions mentions = new Mentions(names, false);
        new Walk(names, _ -> true, mentions).file();
        return List.copyOf(mentions.found);
    }

    @Override
    public void entry(Mapping.Entry entry, Mapping in, Shape shape, Frame frame) {
        if (isFields(shape)) {
            if (frame.subject().type().isPresent()) {
                add(entry.at(), entry.name(), Role.PROPERTY, frame, Optional.of(entry));
            }
            return;
        }
        Shape.Entries named = shape.entry(entry.name()).orElse(null);
        if (named == null) {
            return;
        }
        if (!named.declares()) {
            add(entry.at(), entry.name(), named.role(), frame, Optional.of(entry));
            return;
        }
        Optional<Meaning> type =
                named.role().kind().flatMap(kind -> names.type(kind, entry.name(), names.file()));
        Meaning meaning =
                new Meaning(
                        named.role(),
                        entry.name(),
                        entry.at(),
                        entry.value(),
                        type.map(Meaning::subject)
                                .orElseGet(() ->
                                        names.subject(named.role(), entry.value(), names.file())));
        found.add(
                new Mention(
                        entry.at(),
                        entry.name(),
                        named.role(),
                        true,
                        Optional.of(entry),
                        Optional.of(meaning)));
    }

    private static boolean isFields(Shape shape) {
        return shape.part().filter(part -> part.name().equals("value")).isPresent();
    }

    @Override
    public void scalar(Node.Scalar scalar, Shape shape, Frame frame) {
        if (!scalar.text().isEmpty()) {
            shape.names()
                    .ifPresent(role ->
                            add(scalar.location(), scalar.text(), role, frame, Optional.empty()));
        }
    }

    private void add(
            Location at, String name, Role role, Frame frame, Optional<Mapping.Entry> entry) {
        if (!uses) {
            return;
        }
        found.add(new Mention(at, name, role, false, entry, names.find(role, name, frame)));
    }
}
