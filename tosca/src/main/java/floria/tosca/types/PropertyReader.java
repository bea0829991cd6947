package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Constraint;
import floria.tosca.model.DataType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads definitions of properties, attributes and parameters (TOSCA 1.3 §3.6.10 to §3.6.14). */
public final class PropertyReader {
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final ConstraintReader constraints;

    PropertyReader(TypeTable types, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.values = new ValueReader(problems);
        this.constraints = new ConstraintReader(problems);
    }

    /**
     * What kind of definition is read.
     *
     * @param required whether a value is, when the text does not say
     * @param typed whether a type must be written
     */
    public enum Kind {
        PROPERTY("property", Construct.PROPERTY, true, true),
        ATTRIBUTE("attribute", Construct.PROPERTY, false, true),
        INPUT("input", Construct.PARAMETER, true, true),
        OUTPUT("output", Construct.PARAMETER, false, false);

        private final String title;
        private final Construct construct;
        private final boolean required;
        private final boolean typed;

        Kind(String title, Construct construct, boolean required, boolean typed) {
            this.title = title;
            this.construct = construct;
            this.required = required;
            this.typed = typed;
        }
    }

    /** Definitions under {@code key}, added to {@code inherited} or refining it. */
    public Map<String, PropertyDefinition> all(
            Mapping parent,
            String key,
            Kind kind,
            Map<String, PropertyDefinition> inherited,
            ServiceFile file) {
        Mapping section = forms.mapping(parent, key);
        if (section.entries().isEmpty()) {
            return inherited;
        }
        Map<String, PropertyDefinition> all = new LinkedHashMap<>(inherited);
        for (Mapping.Entry entry : section.entries()) {
            definition(entry, kind, Optional.ofNullable(inherited.get(entry.name())), file)
                    .ifPresent(definition -> all.put(entry.name(), definition));
        }
        return Collections.unmodifiableMap(all);
    }

    /** One definition. */
    public Optional<PropertyDefinition> definition(
            Mapping.Entry entry,
            Kind kind,
            Optional<PropertyDefinition> refined,
            ServiceFile file) {
        String title = kind.title + " '" + entry.name() + "'";
        Optional<Mapping> found = forms.mapping(entry.value(), title);
        if (found.isEmpty()) {
            return refined;
        }
        Mapping body = found.get();
        forms.keynames(body, kind.construct, file.version());
        Optional<Schema> own = schema(body, file);
        if (own.isEmpty() && !body.has("type") && refined.isEmpty() && kind.typed) {
            problems.error("missing-keyname", entry.at(), "%s needs a 'type'".formatted(title));
        }
        Schema schema = refine(entry, own, refined.map(PropertyDefinition::schema), body, file);
        boolean required =
                forms.truth(
                        body,
                        "required",
                        refined.map(PropertyDefinition::required).orElse(kind.required));
        Optional<Value> initial =
                initial(body, schema, title, entry.at())
                        .or(() -> refined.flatMap(PropertyDefinition::initial));
        return Optional.of(
                new PropertyDefinition(
                        entry.name(),
                        schema,
                        required,
                        initial,
                        forms.text(body, "description")
                                .or(() -> refined.map(PropertyDefinition::description))
                                .orElse(""),
                        metadata(body, refined),
                        entry.at()));
    }

    private Map<String, String> metadata(Mapping body, Optional<PropertyDefinition> refined) {
        Map<String, String> all =
                new LinkedHashMap<>(refined.map(PropertyDefinition::metadata).orElse(Map.of()));
        all.putAll(forms.metadata(body));
        return all;
    }

    private Optional<Value> initial(Mapping body, Schema schema, String title, Location at) {
        return body.entry("default")
                .or(() -> body.entry("value"))
                .filter(entry -> !entry.value().isNull())
                .flatMap(entry ->
                        values.read(
                                entry.value(),
                                schema,
                                new Slot(
                                        "the default of " + title, Optional.of(at), (_, _) -> {})));
    }

    private Schema refine(
            Mapping.Entry entry,
            Optional<Schema> own,
            Optional<Schema> refined,
            Mapping body,
            ServiceFile file) {
        if (own.isEmpty()) {
            if (refined.isPresent()) {
                return with(refined.get(), constraints.read(body, refined.get()));
            }
            return ValueReader.anything();
        }
        if (refined.isEmpty() || isAny(refined.get()) || isAny(own.get())) {
            return own.get();
        }
        DataType wider = refined.get().type();
        if (!own.get().type().isA(wider.name())) {
            problems.graded(
                            file.version().refinesStrictly(),
                            "bad-refinement",
                            body.get("type").map(Node::location).orElse(entry.at()),
                            "'%s' is %s in the type that this one derives from; %s is not one"
                                    .formatted(entry.name(), wider.name(), own.get().type().name()))
                    .hint("a refined type is the same or derives from it");
            return own.get();
        }
        Schema whole =
                new Schema(
                        own.get().type(),
                        own.get().entry().or(refined.get()::entry),
                        own.get().key().or(refined.get()::key),
                        refined.get().constraints());
        return with(whole, own.get().constraints());
    }

    private static boolean isAny(Schema schema) {
        return schema.type().equals(Primitive.ANY.type());
    }

    private static Schema with(Schema schema, List<Constraint> more) {
        List<Constraint> all = new ArrayList<>(schema.constraints());
        all.addAll(more);
        return new Schema(schema.type(), schema.entry(), schema.key(), all);
    }

    /** The schema that a definition spells out; empty if its type is missing or unknown. */
    private Optional<Schema> schema(Mapping body, ServiceFile file) {
        Node.Scalar name = forms.scalar(body, "type").orElse(null);
        DataType type = name == null ? null : type(name, file);
        if (type == null) {
            return Optional.empty();
        }
        Schema bare =
                new Schema(
                        type,
                        entry(body, "entry_schema", file),
                        entry(body, "key_schema", file),
                        List.of());
        return Optional.of(with(bare, constraints.read(body, bare)));
    }

    private @Nullable DataType type(Node.Scalar name, ServiceFile file) {
        if (types.has(TypeKind.DATA, name.text(), file)) {
            return types.data(name, file).orElse(null);
        }
        return Primitive.named(name.text()).or(() -> types.data(name, file)).orElse(null);
    }

    private Optional<Schema> entry(Mapping body, String key, ServiceFile file) {
        Node node = body.get(key).orElse(null);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (node instanceof Node.Scalar name) {
            problems.tolerated(
                            "schema-form",
                            name.location(),
                            "'%s' should be a map with a 'type'".formatted(key))
                    .hint("write %s: { type: %s }".formatted(key, name.text()));
            return Optional.ofNullable(type(name, file))
                    .map(type -> new Schema(type, Optional.empty(), Optional.empty(), List.of()));
        }
        Optional<Mapping> map = forms.mapping(node, "'" + key + "'");
        map.ifPresent(found -> {
            forms.keynames(found, Construct.SCHEMA, file.version());
            if (!found.has("type")) {
                problems.error(
                        "missing-keyname", found.location(), "'%s' needs a 'type'".formatted(key));
            }
        });
        return map.flatMap(found -> schema(found, file));
    }
}
