package floria.tosca.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.grammar.Forms;
import floria.tosca.grammar.Version;
import floria.tosca.model.DataType;
import floria.tosca.model.PropertyDefinition;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Problems;
import floria.tosca.value.Value;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Reads values as their schema has them, and says where they do not fit. A function may stand for
 * any value, whatever it gives.
 */
public final class ValueReader {
    private static final Pattern DECLARED_UNIT =
            Pattern.compile("([+-]?\\d{1,60}(?:\\.\\d{0,60})?(?:[eE][+-]?\\d{1,2})?)\\s*(\\D.*)");

    private static final Set<Primitive> COLLECTIONS =
            EnumSet.of(Primitive.LIST, Primitive.MAP, Primitive.RANGE, Primitive.ANY);

    private final Problems problems;
    private final Version version;
    private final ScalarReader scalars;
    private final ConstraintCheck constraints;

    /**
     * @param version which functions and forms there are
     */
    public ValueReader(Problems problems, Version version) {
        this.problems = problems;
        this.version = version;
        this.scalars = new ScalarReader(problems, version);
        this.constraints = new ConstraintCheck(problems);
    }

    /** A schema that takes everything, for what has no declared type. */
    public static Schema anything() {
        return new Schema(Primitive.ANY.type(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The value, checked; empty if it does not fit, which is then reported. */
    public Optional<Value> read(Node node, Schema schema, Slot slot) {
        Optional<Functions.Written> function = Functions.in(node, schema.type(), version);
        if (function.isPresent()) {
            return Optional.of(call(function.get(), schema, slot));
        }
        Optional<Functions.Written> bare = Functions.bare(node, schema.type(), version);
        if (bare.isPresent()) {
            problems.tolerated(
                            "missing-dollar",
                            node.location(),
                            "%s is a function of TOSCA 1.x; those of %s begin with a dollar"
                                    .formatted(slot.title(), version))
                    .hint("write $" + bare.get().name());
            ValueReader simple = new ValueReader(problems, Version.SIMPLE_1_3);
            return Optional.of(simple.call(bare.get(), schema, slot));
        }
        Optional<Primitive> primitive = Primitive.of(schema.type());
        Optional<Node> equal =
                primitive.isPresent() ? equal(primitive.get(), node, slot) : Optional.empty();
        if (equal.isPresent()) {
            return read(equal.get(), schema, slot);
        }
        Optional<Value> value =
                primitive.isPresent()
                        ? primitive(primitive.get(), node, schema, slot)
                        : complex(node, schema.type(), slot);
        if (value.isEmpty()) {
            return value;
        }
        constraints.check(value.get(), schema, node, slot);
        return Optional.of(sealed(value.get(), schema));
    }

    /**
     * What a value is to be equal to: some templates give properties of a wanted machine as if in a
     * filter. Other clauses do not say what the value is.
     */
    private Optional<Node> equal(Primitive type, Node node, Slot slot) {
        Optional<Node> value =
                version.isSimple()
                                && !COLLECTIONS.contains(type)
                                && node instanceof Mapping map
                                && map.entries().size() == 1
                        ? map.get("equal")
                        : Optional.empty();
        if (value.isEmpty()) {
            return value;
        }
        problems.tolerated(
                        "constraint-for-value",
                        node.location(),
                        "%s has a constraint where its value belongs".formatted(slot.title()))
                .hint("write the value alone, without 'equal'");
        return value;
    }

    /** What is written, without any type. */
    public Value natural(Node node, Slot slot) {
        Optional<Functions.Written> function = Functions.in(node, Primitive.ANY.type(), version);
        if (function.isPresent()) {
            return call(function.get(), anything(), slot);
        }
        return switch (node) {
            case Node.Scalar scalar -> natural(scalar);
            case Node.Sequence(List<Node> items, _) ->
                    new Value.Items(items.stream().map(item -> natural(item, slot)).toList());
            case Mapping mapping -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                for (Mapping.Entry entry : mapping.entries()) {
                    entries.put(
                            Functions.unescaped(entry.name(), version),
                            natural(entry.value(), slot));
                }
                yield new Value.Entries(entries);
            }
        };
    }

    private Value natural(Node.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.core()) {
            case NULL -> new Value.Nil();
            case BOOL -> new Value.Bool(text.equalsIgnoreCase("true"));
            case INT ->
                    ScalarReader.integer(text)
                            .<Value>map(Value.Int::new)
                            .orElse(new Value.Text(text));
            case FLOAT ->
                    ScalarReader.decimal(text)
                            .<Value>map(Value.Real::new)
                            .orElse(new Value.Text(text));
            case STRING -> new Value.Text(Functions.unescaped(text, version));
        };
    }

    private Value call(Functions.Written function, Schema expected, Slot slot) {
        List<Value> arguments = new ArrayList<>();
        if (function.arguments() instanceof Node.Sequence(List<Node> items, _)) {
            items.forEach(item -> arguments.add(argument(item, slot)));
        } else if (version.isSimple() || !function.arguments().isNull()) {
            arguments.add(argument(function.arguments(), slot));
        }
        Value.Call call = new Value.Call(function.name(), arguments);
        slot.calls().called(call, function.where(), expected);
        return call;
    }

    /** In arguments a plain number may be a name or a piece of text, so its spelling is kept. */
    private Value argument(Node node, Slot slot) {
        return node instanceof Node.Scalar scalar && scalar.core() == Core.FLOAT
                ? new Value.Text(scalar.text())
                : natural(node, slot);
    }

    private Optional<Value> primitive(Primitive type, Node node, Schema schema, Slot slot) {
        return switch (type) {
            case ANY -> Optional.of(natural(node, slot));
            case LIST -> list(node, schema, slot);
            case MAP -> map(node, schema, slot);
            case RANGE -> scalars.range(node, slot);
            case STRING -> string(node, schema.type(), slot);
            case INTEGER,
                    FLOAT,
                    BOOLEAN,
                    TIMESTAMP,
                    NULL,
                    NIL,
                    BYTES,
                    VERSION,
                    SIZE,
                    TIME,
                    FREQUENCY,
                    BITRATE ->
                    scalars.read(type, node, slot);
            case SCALAR -> declared(node, schema.type(), slot);
        };
    }

    /** A number with one of the units that the type, or one it derives from, declares. */
    private Optional<Value> declared(Node node, DataType type, Slot slot) {
        Optional<DataType.Units> units = type.allUnits();
        if (units.isEmpty() || !(node instanceof Node.Scalar scalar)) {
            scalars.wrong(node, Primitive.SCALAR, slot);
            return Optional.empty();
        }
        Matcher parts = DECLARED_UNIT.matcher(scalar.text().strip());
        if (!parts.matches() || !units.get().factors().containsKey(parts.group(2).strip())) {
            problems.error(
                            "wrong-type",
                            node.location(),
                            "%s must be a number with a unit of %s, not %s"
                                    .formatted(slot.title(), type.name(), Forms.kind(node)))
                    .hint(
                            "units are "
                                    + Forms.shortened(
                                            String.join(", ", units.get().factors().keySet())))
                    .related(type.location(), "the type is defined here");
            return Optional.empty();
        }
        Node.Scalar number = new Node.Scalar(parts.group(1), true, node.location());
        Schema plain =
                new Schema(units.get().number(), Optional.empty(), Optional.empty(), List.of());
        return read(number, plain, slot.defined("the number of " + slot.title(), type.location()))
                .flatMap(_ ->
                        Optional.ofNullable(units.get().factors().get(parts.group(2).strip()))
                                .map(factor ->
                                        new Value.Scalar(
                                                ScalarReader.kind(units.get()),
                                                new BigDecimal(parts.group(1))
                                                        .multiply(factor)
                                                        .stripTrailingZeros(),
                                                scalar.text().strip())));
    }

    private Optional<Value> string(Node node, DataType type, Slot slot) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            if (scalar.core() != Core.STRING) {
                problems.tolerated(
                                "string-expected",
                                scalar.location(),
                                "%s is a string; '%s' is taken as written"
                                        .formatted(slot.title(), scalar.text()))
                        .hint("put it in quotes");
            }
            return Optional.of(new Value.Text(Functions.unescaped(scalar.text(), version)));
        }
        if (type.isA("tosca.datatypes.json") && !node.isNull()) {
            return Optional.of(new Value.Text(natural(node, slot).asText()));
        }
        scalars.wrong(node, Primitive.STRING, slot);
        return Optional.empty();
    }

    private Optional<Value> list(Node node, Schema schema, Slot slot) {
        if (!(node instanceof Node.Sequence(List<Node> items, _))) {
            scalars.wrong(node, Primitive.LIST, slot);
            return Optional.empty();
        }
        Schema entry = entry(schema);
        List<Value> values = new ArrayList<>(items.size());
        for (Node item : items) {
            read(item, entry, slot.part("item " + values.size())).ifPresent(values::add);
        }
        return values.size() == items.size()
                ? Optional.of(new Value.Items(values))
                : Optional.empty();
    }

    private Optional<Value> map(Node node, Schema schema, Slot slot) {
        if (!(node instanceof Mapping mapping)) {
            scalars.wrong(node, Primitive.MAP, slot);
            return Optional.empty();
        }
        Schema entry = entry(schema);
        Optional<Schema> keys = schema.key().or(() -> schema.type().allKeys());
        Map<String, Value> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Mapping.Entry each : mapping.entries()) {
            Slot part = slot.part("entry '" + each.name() + "'");
            if (keys.isPresent()) {
                whole &= read(each.key(), keys.get(), slot.part("a key")).isPresent();
            }
            Optional<Value> value = read(each.value(), entry, part);
            value.ifPresent(found -> values.put(each.name(), found));
            whole &= value.isPresent();
        }
        return whole ? Optional.of(new Value.Entries(values)) : Optional.empty();
    }

    /** What the entries are, by the definition or by the type itself. */
    private static Schema entry(Schema schema) {
        return schema.entry().or(() -> schema.type().allEntries()).orElseGet(ValueReader::anything);
    }

    private Optional<Value> complex(Node node, DataType type, Slot slot) {
        if (!(node instanceof Mapping mapping)) {
            problems.error(
                            "wrong-type",
                            node.location(),
                            "%s must be a map of type %s, not %s"
                                    .formatted(slot.title(), type.name(), Forms.kind(node)))
                    .related(type.location(), "the type is defined here");
            return Optional.empty();
        }
        if (type.fields().isEmpty()) {
            return Optional.of(natural(mapping, slot));
        }
        Map<String, Value> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Mapping.Entry entry : mapping.entries()) {
            PropertyDefinition field = type.fields().get(entry.name());
            if (field == null) {
                problems.error(
                                "unknown-field",
                                entry.at(),
                                "%s has no field '%s' (type %s)"
                                        .formatted(slot.title(), entry.name(), type.name()))
                        .nearest(entry.name(), type.fields().keySet())
                        .related(type.location(), "the type is defined here");
                whole = false;
            } else if (isNumberForText(entry, field, slot)) {
                whole = false;
            } else if (!entry.value().isNull()) {
                Slot part =
                        slot.defined("'" + entry.name() + "' of " + slot.title(), field.location());
                Optional<Value> value = read(entry.value(), field.schema(), part);
                value.ifPresent(found -> values.put(entry.name(), found));
                whole &= value.isPresent();
            }
        }
        for (PropertyDefinition field : type.fields().values()) {
            if (!mapping.get(field.name()).map(value -> !value.isNull()).orElse(false)) {
                field.initial().ifPresent(value -> values.put(field.name(), value));
                if (field.required() && field.initial().isEmpty()) {
                    problems.error(
                                    "missing-field",
                                    mapping.location(),
                                    "%s needs '%s' (type %s)"
                                            .formatted(slot.title(), field.name(), type.name()))
                            .related(field.location(), "required here");
                    whole = false;
                }
            }
        }
        return whole ? Optional.of(new Value.Entries(values)) : Optional.empty();
    }

    /**
     * Whether a field that is a text has an integer. That is let pass where a property has one, and
     * wherever it may be a version, since real templates have it there; nowhere else.
     */
    private boolean isNumberForText(Mapping.Entry entry, PropertyDefinition field, Slot slot) {
        Node node = entry.value();
        boolean number =
                node instanceof Node.Scalar scalar
                        && scalar.core() == Core.INT
                        && Primitive.of(field.schema().type())
                                .filter(Primitive.STRING::equals)
                                .isPresent();
        if (number) {
            problems.error(
                            "wrong-type",
                            node.location(),
                            "'%s' of %s must be %s, not %s"
                                    .formatted(
                                            entry.name(),
                                            slot.title(),
                                            Primitive.STRING.wanted(),
                                            Forms.kind(node)))
                    .hint("put it in quotes")
                    .related(field.location(), "defined here");
        }
        return number;
    }

    private static Value sealed(Value value, Schema schema) {
        return schema.type().isA(PropertyDefinition.SECRET_TYPE) && !(value instanceof Value.Call)
                ? new Value.Secret(value)
                : value;
    }
}
