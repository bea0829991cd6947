package floria.tosca.types;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Constraint;
import floria.tosca.model.DataType;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Problems;
import floria.tosca.schema.ConstraintReader;
import floria.tosca.schema.Primitive;
import floria.tosca.schema.Slot;
import floria.tosca.schema.ValueReader;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads data types, the scalars of 2.0 among them (TOSCA 1.3 §3.7.6, 2.0 §9.2.5, §9.9). */
final class DataTypeReader {
    private static final List<String> OF_SCALARS =
            List.of("units", "canonical_unit", "prefixes", "data_type");

    private final TypeTable types;
    private final PropertyReader properties;
    private final Problems problems;
    private final Forms forms;
    private final ValueReader values;
    private final ConstraintReader constraints;

    DataTypeReader(TypeTable types, PropertyReader properties, Problems problems) {
        this.types = types;
        this.properties = properties;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
        this.values = new ValueReader(problems, types.version());
        this.constraints = new ConstraintReader(problems, types.version());
    }

    DataType read(Declaration declaration, Optional<DataType> parent) {
        Mapping body = declaration.body();
        Optional<Primitive> base = parent.flatMap(Primitive::of);
        if (base.isPresent() && body.has("properties")) {
            problems.error(
                            "bad-derivation",
                            Refinement.at(body.get("derived_from"), declaration.location()),
                            "'%s' derives from %s and cannot have properties"
                                    .formatted(declaration.full(), base.get().type().name()))
                    .hint("derive from a type that has properties, or from none")
                    .related(body.entry("properties").orElseThrow().at(), "they are here");
        }
        LazyFields fields =
                new LazyFields(map -> {
                    parent.map(DataType::fields).ifPresent(map::putAll);
                    if (base.isEmpty()) {
                        map.putAll(
                                properties.all(
                                        body,
                                        "properties",
                                        PropertyReader.Kind.PROPERTY,
                                        parent.map(DataType::fields).orElse(Map.of()),
                                        declaration.file()));
                    }
                });
        DataType bare =
                new DataType(
                        declaration.full(),
                        parent,
                        forms.description(body),
                        forms.metadata(body),
                        fields,
                        List.of(),
                        nested(body, "entry_schema", declaration.file()),
                        nested(body, "key_schema", declaration.file()),
                        units(declaration, parent, base),
                        declaration.location());
        Schema schema = new Schema(bare, Optional.empty(), Optional.empty(), List.of());
        return new DataType(
                bare.name(),
                parent,
                bare.description(),
                bare.metadata(),
                fields,
                clauses(body, schema, base),
                bare.entry(),
                bare.key(),
                bare.units(),
                declaration.location());
    }

    private Optional<Schema> nested(Mapping body, String key, ServiceFile file) {
        return body.get(key)
                .filter(node -> !node.isNull())
                .flatMap(node -> properties.schema(node, key, file));
    }

    /** Clauses on a complex type have arguments of no declared form. */
    private List<Constraint> clauses(Mapping body, Schema schema, Optional<Primitive> base) {
        return constraints.read(
                body,
                base.isPresent() ? schema : ValueReader.anything(),
                types.calls().in(new Place.InDefinition()));
    }

    private Optional<DataType.Units> units(
            Declaration declaration, Optional<DataType> parent, Optional<Primitive> base) {
        Mapping body = declaration.body();
        if (base.filter(Primitive.SCALAR::equals).isEmpty()) {
            OF_SCALARS.stream()
                    .flatMap(key -> body.entry(key).stream())
                    .findFirst()
                    .ifPresent(entry ->
                            problems.error(
                                            "bad-derivation",
                                            entry.at(),
                                            "'%s' has '%s', but does not derive from scalar"
                                                    .formatted(declaration.full(), entry.name()))
                                    .hint("write derived_from: scalar"));
            return Optional.empty();
        }
        DataType number =
                forms.scalar(body, "data_type")
                        .flatMap(name -> number(name, declaration.file()))
                        .or(() -> parent.flatMap(DataType::allUnits).map(DataType.Units::number))
                        .orElse(Primitive.FLOAT.type());
        if (!body.has("units")) {
            if (parent.flatMap(DataType::allUnits).isEmpty()) {
                problems.error(
                        "missing-keyname",
                        declaration.location(),
                        "scalar type '%s' needs 'units'".formatted(declaration.full()));
            }
            return Optional.empty();
        }
        Map<String, BigDecimal> bases = factors(body, "units", number);
        Map<String, BigDecimal> prefixes = factors(body, "prefixes", number);
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        bases.forEach((unit, factor) -> {
            if (prefixes.isEmpty()) {
                all.put(unit, factor);
            }
            prefixes.forEach((prefix, times) -> all.put(prefix + unit, times.multiply(factor)));
        });
        return Optional.of(new DataType.Units(number, all, canonical(declaration, bases, all)));
    }

    private Optional<DataType> number(Node.Scalar name, ServiceFile file) {
        Optional<DataType> type =
                types.has(TypeKind.DATA, name.text(), file)
                        ? types.data(name, file)
                        : Primitive.named(name.text(), types.version())
                                .or(() -> types.data(name, file));
        Optional<Primitive> base = type.flatMap(Primitive::of);
        if (type.isPresent()
                && base.filter(each -> each == Primitive.INTEGER || each == Primitive.FLOAT)
                        .isEmpty()) {
            problems.error(
                    "bad-derivation",
                    name.location(),
                    "the numbers of a scalar are integers or floats, not '%s'"
                            .formatted(name.text()));
            return Optional.empty();
        }
        return type;
    }

    /** Multipliers, each a number of the scalar's own type. */
    private Map<String, BigDecimal> factors(Mapping body, String key, DataType number) {
        Schema schema = new Schema(number, Optional.empty(), Optional.empty(), List.of());
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        for (Mapping.Entry entry : forms.mapping(body, key).entries()) {
            Slot slot = Slot.unchecked("'%s' in '%s'".formatted(entry.name(), key));
            values.read(entry.value(), schema, slot)
                    .ifPresent(value ->
                            amount(value).ifPresent(factor -> all.put(entry.name(), factor)));
        }
        return all;
    }

    private static Optional<BigDecimal> amount(Value value) {
        return switch (value) {
            case Value.Int(var whole) -> Optional.of(new BigDecimal(whole));
            case Value.Real(var number) -> Optional.of(number);
            case Value.Nil _,
                    Value.Text _,
                    Value.Bool _,
                    Value.Scalar _,
                    Value.Items _,
                    Value.Entries _,
                    Value.Call _,
                    Value.Secret _ ->
                    Optional.empty();
        };
    }

    private String canonical(
            Declaration declaration, Map<String, BigDecimal> bases, Map<String, BigDecimal> all) {
        Optional<Node.Scalar> written = forms.scalar(declaration.body(), "canonical_unit");
        if (written.isPresent()) {
            if (!all.containsKey(written.get().text())) {
                problems.error(
                                "unknown-unit",
                                written.get().location(),
                                "there is no unit '%s'".formatted(written.get().text()))
                        .nearest(written.get().text(), all.keySet());
            }
            return written.get().text();
        }
        List<String> ones =
                bases.entrySet().stream()
                        .filter(unit -> unit.getValue().compareTo(BigDecimal.ONE) == 0)
                        .map(Map.Entry::getKey)
                        .toList();
        if (ones.size() != 1) {
            problems.error(
                            "missing-keyname",
                            declaration.body().entry("units").orElseThrow().at(),
                            "scalar type '%s' needs a 'canonical_unit': %s"
                                    .formatted(
                                            declaration.full(),
                                            ones.isEmpty()
                                                    ? "no unit has the multiplier 1"
                                                    : String.join(" and ", ones)
                                                            + " have the multiplier 1"))
                    .nearest("", ones);
        }
        return ones.isEmpty() ? "" : ones.getFirst();
    }
}
