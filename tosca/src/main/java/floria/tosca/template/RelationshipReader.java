package floria.tosca.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.CapabilityType;
import floria.tosca.model.InterfaceDefinition;
import floria.tosca.model.RelationshipType;
import floria.tosca.model.Requirement.Relationship;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.types.Calling;
import floria.tosca.types.TypeKind;
import floria.tosca.types.TypeTable;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Reads relationships, named or within a requirement (TOSCA 1.3 §3.8.2, §3.8.4). */
final class RelationshipReader {
    private final ServiceFile file;
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final Assignments assignments;
    private final PendingCalls calls;

    RelationshipReader(ServiceFile file, TypeTable types, Problems problems, PendingCalls calls) {
        this.file = file;
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems);
        this.assignments = new Assignments(problems);
        this.calls = calls;
    }

    /** A relationship template. */
    Optional<Relationship> template(Mapping.Entry entry) {
        Mapping body =
                forms.mapping(entry.value(), "relationship template '" + entry.name() + "'")
                        .orElse(Mapping.empty(entry.at()));
        forms.keynames(body, Construct.RELATIONSHIP_TEMPLATE, file.version());
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isEmpty() && !body.has("type")) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "relationship template '%s' needs a 'type'".formatted(entry.name()));
        }
        return name.flatMap(found -> types.relationship(found, file))
                .map(type ->
                        read(
                                type,
                                body,
                                "relationship '" + entry.name() + "'",
                                entry.at(),
                                new Place.Elsewhere()));
    }

    /** The relationship of a requirement: named, written out, or that of the definition. */
    Optional<Relationship> of(
            Optional<Node> written,
            Optional<RelationshipType> defined,
            Templates templates,
            Optional<CapabilityType> capability,
            String owner,
            Location at,
            Place.InRelationship place) {
        Node node = written.filter(found -> !found.isNull()).orElse(null);
        if (node instanceof Node.Scalar name) {
            Relationship template = templates.relationships().get(name.text());
            if (template != null) {
                return Optional.of(template);
            }
            if (templates.relationshipNames().contains(name.text())) {
                return fallback(defined, capability).map(type -> bare(type, owner, at, place));
            }
            if (!types.has(TypeKind.RELATIONSHIP, name.text(), file)) {
                problems.error(
                                "unknown-relationship",
                                name.location(),
                                "there is no relationship template or type '%s'"
                                        .formatted(Forms.shortened(name.text())))
                        .nearest(name.text(), known(templates));
                return fallback(defined, capability).map(type -> bare(type, owner, at, place));
            }
            return types.relationship(name, file)
                    .or(() -> fallback(defined, capability))
                    .map(type -> bare(type, owner, at, place));
        }
        if (node != null) {
            Optional<Mapping> body = forms.mapping(node, "'relationship'");
            if (body.isPresent()) {
                forms.keynames(body.get(), Construct.RELATIONSHIP_ASSIGNMENT, file.version());
                return inline(body.get(), defined, templates, capability, owner, place);
            }
        }
        return fallback(defined, capability).map(type -> bare(type, owner, at, place));
    }

    private Optional<Relationship> inline(
            Mapping body,
            Optional<RelationshipType> defined,
            Templates templates,
            Optional<CapabilityType> capability,
            String owner,
            Place.InRelationship place) {
        Optional<Node.Scalar> name = forms.scalar(body, "type");
        if (name.isPresent()) {
            Relationship template = templates.relationships().get(name.get().text());
            if (template != null) {
                return Optional.of(template);
            }
        }
        return name.flatMap(found -> types.relationship(found, file))
                .or(() -> fallback(defined, capability))
                .map(type -> read(type, body, owner, body.location(), in(place, type)));
    }

    private Relationship bare(
            RelationshipType type, String owner, Location at, Place.InRelationship place) {
        return read(type, Mapping.empty(at), owner, at, in(place, type));
    }

    private static Place in(Place.InRelationship place, RelationshipType type) {
        return new Place.InRelationship(type, place.source(), place.target());
    }

    private Relationship read(
            RelationshipType type, Mapping body, String owner, Location at, Place place) {
        Map<String, InterfaceDefinition> defined = type.interfaces();
        return new Relationship(
                type,
                assignments.read(body, "properties", type.properties(), owner, at, calls.in(place)),
                types.interfaces()
                        .assignments(
                                body,
                                defined,
                                new Calling(owner, file, Map.of(), false, calls.in(place))));
    }

    /** What a requirement means whose definition names no relationship. */
    private Optional<RelationshipType> fallback(
            Optional<RelationshipType> defined, Optional<CapabilityType> capability) {
        return defined.or(() ->
                        types.normativeRelationship(
                                capability
                                        .map(RelationshipReader::usual)
                                        .orElse("tosca.relationships.Root")))
                .or(() ->
                        Optional.of(
                                new RelationshipType(
                                        "tosca.relationships.Root",
                                        Optional.empty(),
                                        "",
                                        Map.of(),
                                        Map.of(),
                                        Map.of(),
                                        Map.of(),
                                        List.of(),
                                        Location.startOf("tosca:relationship"))));
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

    private List<String> known(Templates templates) {
        List<String> names = new ArrayList<>(templates.relationshipNames());
        names.addAll(types.names(TypeKind.RELATIONSHIP));
        return names;
    }
}
