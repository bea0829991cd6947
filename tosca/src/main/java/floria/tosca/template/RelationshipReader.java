package floria.tosca.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.problem.Location;
import floria.tosca.types.Calling;
import floria.tosca.types.Place;
import floria.tosca.types.TypeKind;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads relationships, named or within a requirement (TOSCA 1.3 §3.8.2, §3.8.4). */
final class RelationshipReader {
    /** What is meant where nothing says so, and no profile has a type for it. */
    static final RelationshipType ANY =
            new RelationshipType(
                    "tosca.relationships.Root",
                    Optional.empty(),
                    "",
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Location.startOf("tosca:relationship"));

    private final Setting setting;
    private final Templates templates;

    RelationshipReader(Setting setting, Templates templates) {
        this.setting = setting;
        this.templates = templates;
    }

    /** A relationship template. */
    static Optional<Relationship> template(Mapping.Entry entry, Mapping body, Setting setting) {
        setting.forms().keynames(body, Construct.RELATIONSHIP_TEMPLATE, setting.file().version());
        return setting.type(entry, body, "relationship template", setting.types()::relationship)
                .map(type ->
                        read(
                                setting,
                                type,
                                body,
                                "relationship '" + entry.name() + "'",
                                entry.at(),
                                new Place.Elsewhere()));
    }

    /**
     * Where a relationship is formed.
     *
     * @param defined the type that the requirement's definition names
     * @param capability what fulfils the requirement
     * @param owner for messages
     */
    record Ends(
            Optional<RelationshipType> defined,
            Optional<CapabilityType> capability,
            String owner,
            Location at,
            String source,
            Optional<String> target) {}

    /** The relationship of a requirement: named, written out, or that of the definition. */
    Relationship of(Optional<Node> written, Ends ends) {
        Node node = written.filter(found -> !found.isNull()).orElse(null);
        return switch (node) {
            case null -> bare(usual(ends), ends);
            case Node.Scalar name -> named(name, ends);
            case Mapping _, Node.Sequence _ ->
                    setting.forms()
                            .mapping(node, "'relationship'")
                            .map(body -> inline(body, ends))
                            .orElseGet(() -> bare(usual(ends), ends));
        };
    }

    private Relationship named(Node.Scalar name, Ends ends) {
        Relationship template = templates.relationships().get(name.text());
        if (template != null) {
            return template;
        }
        if (templates.relationshipNames().contains(name.text())) {
            return bare(usual(ends), ends);
        }
        if (!setting.types().has(TypeKind.RELATIONSHIP, name.text(), setting.file())) {
            setting.types()
                    .missing(
                            TypeKind.RELATIONSHIP,
                            name.text(),
                            setting.file(),
                            setting.problems()
                                    .error(
                                            "unknown-relationship",
                                            name.location(),
                                            "there is no relationship template or type '%s'"
                                                    .formatted(Forms.shortened(name.text())))
                                    .nearest(
                                            name.text(),
                                            templates.relationshipNames(),
                                            setting.types().names(TypeKind.RELATIONSHIP)));
            return bare(usual(ends), ends);
        }
        return bare(
                setting.types().relationship(name, setting.file()).orElseGet(() -> usual(ends)),
                ends);
    }

    private Relationship inline(Mapping body, Ends ends) {
        setting.forms().keynames(body, Construct.RELATIONSHIP_ASSIGNMENT, setting.file().version());
        Optional<Node.Scalar> name = setting.forms().scalar(body, "type");
        Optional<Relationship> template =
                name.map(found -> templates.relationships().get(found.text()));
        RelationshipType type =
                template.map(Relationship::type)
                        .or(() ->
                                name.flatMap(found ->
                                        setting.types().relationship(found, setting.file())))
                        .orElseGet(() -> usual(ends));
        return template.orElseGet(
                () -> read(setting, type, body, ends.owner(), body.location(), place(ends, type)));
    }

    private Relationship bare(RelationshipType type, Ends ends) {
        Mapping nothing = Mapping.empty(ends.at());
        return read(setting, type, nothing, ends.owner(), ends.at(), place(ends, type));
    }

    private static Place place(Ends ends, RelationshipType type) {
        return new Place.InRelationship(type, ends.source(), ends.target());
    }

    private static Relationship read(
            Setting setting,
            RelationshipType type,
            Mapping body,
            String owner,
            Location at,
            Place place) {
        Calling calling = new Calling(owner, setting.file(), Map.of(), false, setting.calls(place));
        return new Relationship(
                type,
                setting.assignments()
                        .properties(body, type.properties(), owner, at, setting.calls(place)),
                setting.assignments()
                        .attributes(body, type.attributes(), owner, setting.calls(place)),
                setting.types().interfaces().assignments(body, type.interfaces(), calling));
    }

    /** What a requirement means whose definition names no relationship. */
    private RelationshipType usual(Ends ends) {
        return ends.defined()
                .or(() ->
                        setting.types()
                                .normativeRelationship(
                                        ends.capability()
                                                .map(RelationshipReader::usual)
                                                .orElse("tosca.relationships.Root")))
                .orElse(ANY);
    }

    private static String usual(CapabilityType capability) {
        if (capability.isA("tosca.capabilities.Container")) {
            return "tosca.relationships.HostedOn";
        }
        if (capability.isA("tosca.capabilities.Endpoint")) {
            return "tosca.relationships.ConnectsTo";
        }
        return capability.isA("tosca.capabilities.Node")
                ? "tosca.relationships.DependsOn"
                : "tosca.relationships.Root";
    }
}
