package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final List<String> STATUS =
            List.of("supported", "unsupported", "experimental", "deprecated");

    private static final Map<String, String> ALIASES =
            Map.of("int", "integer", "str", "string", "bool", "boolean", "number", "float");

    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final ConstraintReader constraints;
    private final Refinement refinement;

    PropertyReader(TypeTable types, Problems problems) {
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
        this.constraints = new ConstraintReader(problems, types.version());
        this.refinement = new Refinement(types, problems);
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
        if (refined.isPresent() && isFixedValue(entry.value(), kind)) {
            if (file.version().isSimple()) {
                problems.tolerated(
                        "keyname-of-other-version",
                        entry.value().location(),
                        "a value alone came to a property definition with tosca_2_0");
            }
            return values.read(entry.value(), refined.get().schema(), slot(title, entry.at()))
                    .map(value -> fixed(refined.get(), value, entry.at()))
                    .or(() -> refined);
        }
        Optional<Mapping> found = forms.mapping(entry.value(), title);
        if (found.isEmpty() && refined.isPresent()) {
            return refined;
        }
        // One that cannot be understood is there all the same, for those who give it a value.
        boolean broken = found.isEmpty();
        Mapping body = found.orElse(Mapping.empty(entry.at()));
        forms.keynames(body, kind.construct, file.version());
        Optional<Schema> own = schema(body, file);
        if (!broken && own.isEmpty() && missing(body) && refined.isEmpty() && kind.typed) {
            problems.error("missing-keyname", entry.at(), "%s needs a 'type'".formatted(title));
        }
        Schema schema = refine(entry, own, refined.map(PropertyDefinition::schema), body, file);
        boolean required =
                forms.truth(
                        body,
                        "required",
                        refined.map(PropertyDefinition::required).orElse(!broken && kind.required));
        if (kind == Kind.PROPERTY && refined.isPresent()) {
            refinement.mandatory(
                    title,
                    required,
                    refined.get().required(),
                    refined.get().location(),
                    Refinement.at(body.get("required"), entry.at()),
                    file);
        }
        Optional<Value> initial =
                initial(body, schema, title, entry.at())
                        .or(() -> refined.flatMap(PropertyDefinition::initial));
        boolean fixed =
                (kind == Kind.PROPERTY && body.has("value") && !file.version().isSimple())
                        || refined.map(PropertyDefinition::fixed).orElse(false);
        if (refined.map(PropertyDefinition::fixed).orElse(false)
                && !initial.equals(refined.get().initial())) {
            problems.error(
                            "bad-refinement",
                            entry.at(),
                            "%s has a fixed value in the type that this one derives from"
                                    .formatted(title))
                    .related(refined.get().location(), "fixed here");
        }
        status(body);
        return Optional.of(
                new PropertyDefinition(
                        entry.name(),
                        schema,
                        required,
                        initial,
                        fixed,
                        body.has("description")
                                ? forms.description(body)
                                : refined.map(PropertyDefinition::description).orElse(""),
                        metadata(body, refined),
                        entry.at()));
    }

    /** Where a value is due that must not be a function of a template. */
    private Slot slot(String title, Location at) {
        return new Slot(title, Optional.of(at), types.calls().in(new Place.InDefinition()));
    }

    /** In 2.0 a property that is inherited may be given its value right away (§9.11). */
    private boolean isFixedValue(Node node, Kind kind) {
        if (kind != Kind.PROPERTY || node.isNull()) {
            return false;
        }
        return !(node instanceof Mapping map)
                || map.names().stream()
                        .noneMatch(name -> kind.construct.has(name, types.version()));
    }

    private static PropertyDefinition fixed(PropertyDefinition refined, Value value, Location at) {
        return new PropertyDefinition(
                refined.name(),
                refined.schema(),
                refined.required(),
                Optional.of(value),
                true,
                refined.description(),
                refined.metadata(),
                at);
    }

    private void status(Mapping body) {
        forms.scalar(body, "status")
                .filter(status -> !STATUS.contains(status.text().toLowerCase(Locale.ROOT)))
                .ifPresent(status ->
                        problems.graded(
                                        !types.version().isSimple(),
                                        "bad-keyword",
                                        status.location(),
                                        "there is no status '%s'"
                                                .formatted(Forms.shortened(status.text())))
                                .nearest(status.text(), STATUS));
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
                        values.read(entry.value(), schema, slot("the default of " + title, at)));
    }

    private Schema refine(
            Mapping.Entry entry,
            Optional<Schema> own,
            Optional<Schema> refined,
            Mapping body,
            ServiceFile file) {
        if (own.isEmpty()) {
            if (refined.isPresent()) {
                return with(
                        nested(refined.get(), body, file),
                        constraints.read(body, refined.get(), anywhere()));
            }
            return ValueReader.anything();
        }
        if (refined.isEmpty() || isAny(refined.get()) || isAny(own.get())) {
            return own.get();
        }
        DataType wider = refined.get().type();
        entries(entry, own.get(), refined.get(), body, file);
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

    /** The entries of a list or map may be of a narrower type too. */
    private void entries(
            Mapping.Entry entry, Schema own, Schema refined, Mapping body, ServiceFile file) {
        if (own.entry().isPresent()
                && refined.entry().isPresent()
                && !own.entry().get().type().isA(refined.entry().get().type().name())) {
            refinement.type(
                    "the entry_schema of '" + entry.name() + "'",
                    own.entry().get().type(),
                    refined.entry().get().type(),
                    refined.entry().get().type().location(),
                    Refinement.at(body.get("entry_schema"), entry.at()),
                    file);
        }
    }

    /** An inherited schema with the schemas of entries and keys that are written anew. */
    private Schema nested(Schema refined, Mapping body, ServiceFile file) {
        return new Schema(
                refined.type(),
                entry(body, "entry_schema", file).or(refined::entry),
                entry(body, "key_schema", file).or(refined::key),
                refined.constraints());
    }

    private Slot.Calls anywhere() {
        return types.calls().in(new Place.InDefinition());
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
        if (Primitive.SCALAR.type().equals(type)) {
            problems.error(
                            "abstract-type",
                            name == null ? body.location() : name.location(),
                            "'scalar' has no units: only types that derive from it have values")
                    .hint("declare a data type derived_from: scalar with units");
        }
        needsEntries(type, bare, body, file);
        return Optional.of(with(bare, constraints.read(body, bare, anywhere())));
    }

    /** In 2.0 lists and maps say what is in them (§9.3). */
    private void needsEntries(DataType type, Schema bare, Mapping body, ServiceFile file) {
        boolean collection =
                Primitive.LIST.type().equals(type) || Primitive.MAP.type().equals(type);
        if (collection
                && bare.entry().isEmpty()
                && !file.version().isSimple()
                && !body.has("entry_schema")) {
            problems.tolerated(
                    "missing-keyname",
                    body.get("type").map(Node::location).orElse(body.location()),
                    "a %s needs an 'entry_schema' in %s".formatted(type.name(), file.version()));
        }
    }

    /** A schema that stands alone, as a map or as the name of a type. */
    public Optional<Schema> schema(Node node, String what, ServiceFile file) {
        return entry(
                new Mapping(
                        List.of(
                                new Mapping.Entry(
                                        new Node.Scalar(what, true, node.location()), node)),
                        node.location()),
                what,
                file);
    }

    private @Nullable DataType type(Node.Scalar name, ServiceFile file) {
        if (types.has(TypeKind.DATA, name.text(), file)) {
            return types.data(name, file).orElse(null);
        }
        return types.primitive(name.text())
                .or(() -> elsewhere(name))
                .or(() -> types.data(name, file))
                .orElse(null);
    }

    /** Names that are almost right; drafts of 2.0 still had the types of 1.x. */
    private Optional<DataType> elsewhere(Node.Scalar name) {
        if (types.version().isSimple()) {
            // Names that YAML's own types and other languages have.
            Optional<DataType> meant =
                    Optional.ofNullable(ALIASES.get(name.text()))
                            .flatMap(known -> Primitive.named(known, types.version()));
            meant.ifPresent(type ->
                    problems.tolerated(
                                    "unknown-type",
                                    name.location(),
                                    "there is no data type '%s'".formatted(name.text()))
                            .hint("write " + type.name()));
            return meant;
        }
        Optional<DataType> other = Primitive.elsewhere(name.text());
        other.ifPresent(type ->
                problems.tolerated(
                        "type-of-other-version",
                        name.location(),
                        "'%s' is a type of versions before %s"
                                .formatted(type.name(), types.version())));
        return other;
    }

    private Optional<Schema> entry(Mapping body, String key, ServiceFile file) {
        Node node = body.get(key).orElse(null);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (node instanceof Node.Scalar name) {
            if (file.version().isSimple()) {
                problems.tolerated(
                                "schema-form",
                                name.location(),
                                "'%s' should be a map with a 'type'".formatted(key))
                        .hint("write %s: { type: %s }".formatted(key, name.text()));
            }
            Node.Scalar type = new Node.Scalar("type", true, name.location());
            return schema(
                    new Mapping(List.of(new Mapping.Entry(type, name)), name.location()), file);
        }
        Optional<Mapping> map = forms.mapping(node, "'" + key + "'");
        map.ifPresent(found -> {
            forms.keynames(found, Construct.SCHEMA, file.version());
            if (missing(found)) {
                problems.tolerated(
                        "missing-keyname", found.location(), "'%s' needs a 'type'".formatted(key));
            }
        });
        return map.flatMap(found -> missing(found) ? untyped(found) : schema(found, file));
    }

    /** Entries of any type, with what the text says of them all the same. */
    private Optional<Schema> untyped(Mapping body) {
        Schema any = ValueReader.anything();
        return Optional.of(with(any, constraints.read(body, any, anywhere())));
    }

    private static boolean missing(Mapping body) {
        return body.get("type").map(Node::isNull).orElse(true);
    }
}
