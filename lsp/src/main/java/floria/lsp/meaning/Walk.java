package floria.lsp.meaning;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import floria.lsp.grammar.Grammar;
import floria.lsp.grammar.Role;
import floria.lsp.grammar.Shape;
import floria.tosca.problem.Location;
import floria.tosca.types.TypeKind;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Goes through a file along the {@link Grammar}, and tells a visitor what stands at each place. The
 * file may be unfinished and wrong: what the grammar does not expect is passed over.
 */
public final class Walk {
    private static final int DEEPEST = 100;
    private static final String MERGE = "<<";

    private final Names names;
    private final Predicate<Location> into;
    private final Visitor visitor;
    private int depth;

    /** Is told what stands where. */
    public interface Visitor {

        /** An entry of a map at a place of some shape. */
        void entry(Mapping.Entry entry, Mapping in, Shape shape, Frame frame);

        /** A scalar that is no key. */
        void scalar(Node.Scalar scalar, Shape shape, Frame frame);
    }

    /**
     * @param into which stretches of the text are of interest; others are passed over
     */
    public Walk(Names names, Predicate<Location> into, Visitor visitor) {
        this.names = names;
        this.into = into;
        this.visitor = visitor;
    }

    public void file() {
        node(names.root(), Grammar.file(), names.outside(), Optional.empty());
    }

    private void node(Node node, Shape shape, Frame frame, Optional<Location> name) {
        if (depth > DEEPEST) {
            return;
        }
        depth++;
        switch (node) {
            case Node.Scalar scalar -> visitor.scalar(scalar, shape, frame);
            case Node.Sequence(List<Node> items, _) -> items(items, shape, frame);
            case Mapping map when isValue(shape) -> value(map, shape, frame);
            case Mapping map when shape.part().isPresent() ->
                    part(map, shape, shape.part().get(), frame, name);
            case Mapping map -> entries(map, shape, frame, name);
        }
        depth--;
    }

    private static boolean isValue(Shape shape) {
        return shape.part().filter(part -> part.name().equals(Grammar.VALUE)).isPresent();
    }

    /** Each item of a tuple is a part of what the one before it names. */
    private void items(List<Node> items, Shape shape, Frame frame) {
        boolean value = isValue(shape);
        Frame here = value ? frame.about(names.entries(frame.subject())) : frame;
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Shape expected = value ? shape : shape.item(i);
            if (into.test(item.location())) {
                node(item, expected, here, Optional.empty());
            }
            boolean tuple = !value && (shape.items().size() > 1 || !shape.repeats());
            if (tuple && item instanceof Node.Scalar scalar && expected.names().isPresent()) {
                here = here.about(behind(expected.names().get(), scalar.text(), here));
            }
        }
    }

    private Subject behind(Role role, String name, Frame frame) {
        Optional<Meaning> found = names.find(role, name, frame);
        if (found.isPresent() && found.get().role() == Role.REQUIREMENT) {
            return names.target(name, frame.subject());
        }
        return found.map(Meaning::subject).orElseGet(names::nobody);
    }

    private void part(
            Mapping map, Shape shape, Shape.Part part, Frame frame, Optional<Location> name) {
        Frame here = frame.inside(part.name(), map, name, subject(part, map, frame.subject()));
        for (Mapping.Entry entry : map.entries()) {
            if (!touched(entry)) {
                continue;
            }
            if (entry.name().equals(MERGE)) {
                node(entry.value(), shape, frame, name);
                continue;
            }
            visitor.entry(entry, map, shape, here);
            Optional<Shape.Entries> named = shape.entry(entry.name());
            if (named.isPresent()) {
                named(entry, named.get(), here);
            } else {
                node(entry.value(), part.key(entry.name()), here, Optional.empty());
            }
        }
    }

    /** A part that names its type is about that type; others are about what is around them. */
    private Subject subject(Shape.Part part, Mapping map, Subject around) {
        for (String keyname : List.of("type", "node_type")) {
            Optional<Role> role = part.key(keyname).names();
            if (role.isPresent() && map.get(keyname).orElse(null) instanceof Node.Scalar type) {
                TypeKind kind = role.get().kind().orElse(TypeKind.RELATIONSHIP);
                boolean template = kind != TypeKind.DATA && !part.name().endsWith("_definition");
                Mapping nothing = Mapping.empty(map.location());
                return new Subject(
                        names.types().find(kind, type.text(), names.file()),
                        template ? nothing : map,
                        template ? map : nothing,
                        names.file());
            }
        }
        return around;
    }

    private void entries(Mapping map, Shape shape, Frame frame, Optional<Location> name) {
        Frame here = frame.inside("", map, name, frame.subject());
        for (Mapping.Entry entry : map.entries()) {
            if (touched(entry)) {
                visitor.entry(entry, map, shape, here);
                if (shape.entries().isPresent()) {
                    named(entry, shape.entries().get(), here);
                } else {
                    node(entry.value(), shape, here, Optional.empty());
                }
            }
        }
    }

    private void named(Mapping.Entry entry, Shape.Entries entries, Frame frame) {
        Role role = entries.role();
        Optional<Meaning> known =
                entries.declares() && role.kind().isEmpty() && role != Role.INTERFACE
                        ? Optional.empty()
                        : names.find(role, entry.name(), frame);
        Subject subject =
                known.map(Meaning::subject)
                        .orElseGet(() ->
                                entries.declares()
                                        ? names.subject(role, entry.value(), names.file())
                                        : names.nobody());
        Frame here = frame.inside("", frame.body(), Optional.of(entry.at()), subject);
        node(entry.value(), entries.value(), here, Optional.of(entry.at()));
    }

    /** A function, the fields of a data type, or entries of a map. */
    private void value(Mapping map, Shape shape, Frame frame) {
        if (map.entries().size() == 1) {
            Mapping.Entry only = map.entries().getFirst();
            String function = function(only.name());
            if (Grammar.call().keys().containsKey(function)) {
                visitor.entry(only, map, shape, frame);
                node(only.value(), Grammar.call().key(function), frame, Optional.empty());
                return;
            }
        }
        boolean fields = frame.subject().type().isPresent();
        Subject within = names.entries(frame.subject());
        for (Mapping.Entry entry : map.entries()) {
            if (touched(entry)) {
                visitor.entry(entry, map, shape, frame);
                Subject subject =
                        fields
                                ? names.find(Role.PROPERTY, entry.name(), frame)
                                        .map(Meaning::subject)
                                        .orElseGet(names::nobody)
                                : within;
                node(
                        entry.value(),
                        shape,
                        frame.inside("", map, Optional.of(entry.at()), subject),
                        Optional.empty());
            }
        }
    }

    /** The name of a function without the sign that 2.0 has before it (§10.1). */
    static String function(String key) {
        return key.startsWith("$") && !key.startsWith("$$") ? key.substring(1) : key;
    }

    private boolean touched(Mapping.Entry entry) {
        return into.test(entry.at()) || into.test(entry.value().location());
    }
}
