package floria.tosca.template;

import java.util.Optional;
import java.util.function.BiFunction;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.types.Place;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What every reader of templates works with. */
record Setting(
        ServiceFile file,
        TypeTable types,
        Problems problems,
        Forms forms,
        ValueReader values,
        Assignments assignments) {

    static Setting of(ServiceFile file, TypeTable types, Problems problems) {
        Forms forms = new Forms(problems, types.version());
        ValueReader values = new ValueReader(problems, types.version());
        return new Setting(
                file,
                types,
                problems,
                forms,
                values,
                new Assignments(problems, forms, values, types.version()));
    }

    /** Whether the file leaves nothing to tolerate. */
    boolean exact() {
        return !types.version().isSimple();
    }

    /** Takes note of the functions of a place. */
    Slot.Calls calls(Place place) {
        return types.calls().in(place);
    }

    /**
     * The type that a template names.
     *
     * @param title such as {@code node template}
     * @param find how types of the kind are looked up
     */
    <T> Optional<T> type(
            Mapping.Entry entry,
            Mapping body,
            String title,
            BiFunction<Node.Scalar, ServiceFile, Optional<T>> find) {
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && body.get("type").map(Node::isNull).orElse(true)) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "%s '%s' needs a 'type'".formatted(title, entry.name()));
        }
        return name.flatMap(found -> find.apply(found, file));
    }
}
