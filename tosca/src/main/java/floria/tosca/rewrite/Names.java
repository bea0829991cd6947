package floria.tosca.rewrite;

import java.util.List;
import java.util.Optional;

import floria.tosca.edit.Changes;
import floria.tosca.grammar.Construct;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** Types of the language are called by their full names, which are the same in all versions. */
final class Names implements Rule {

    @Override
    public void rewrite(Element element, Changes changes, Situation situation) {
        switch (element.construct()) {
            case DATA_TYPE -> parent(TypeKind.DATA, element, changes, situation);
            case ARTIFACT_TYPE -> parent(TypeKind.ARTIFACT, element, changes, situation);
            case INTERFACE_TYPE -> parent(TypeKind.INTERFACE, element, changes, situation);
            case NODE_TYPE -> parent(TypeKind.NODE, element, changes, situation);
            case CAPABILITY_TYPE -> {
                parent(TypeKind.CAPABILITY, element, changes, situation);
                at(TypeKind.NODE, element, "valid_source_types", changes, situation);
            }
            case RELATIONSHIP_TYPE -> {
                parent(TypeKind.RELATIONSHIP, element, changes, situation);
                at(TypeKind.CAPABILITY, element, "valid_target_types", changes, situation);
            }
            case GROUP_TYPE -> {
                parent(TypeKind.GROUP, element, changes, situation);
                at(TypeKind.NODE, element, "members", changes, situation);
            }
            case POLICY_TYPE -> {
                parent(TypeKind.POLICY, element, changes, situation);
                at(TypeKind.NODE, element, "targets", changes, situation);
            }
            case PROPERTY, PARAMETER, SCHEMA -> {
                at(TypeKind.DATA, element, "type", changes, situation);
                if (element.construct() == Construct.SCHEMA) {
                    name(TypeKind.DATA, element.value(), changes, situation);
                }
            }
            case CAPABILITY_DEFINITION -> {
                name(TypeKind.CAPABILITY, element.value(), changes, situation);
                at(TypeKind.CAPABILITY, element, "type", changes, situation);
                at(TypeKind.NODE, element, "valid_source_types", changes, situation);
            }
            case REQUIREMENT_DEFINITION -> {
                name(TypeKind.CAPABILITY, element.value(), changes, situation);
                at(TypeKind.CAPABILITY, element, "capability", changes, situation);
                at(TypeKind.NODE, element, "node", changes, situation);
                at(TypeKind.RELATIONSHIP, element, "relationship", changes, situation);
            }
            case REQUIREMENT_ASSIGNMENT -> assignment(element, changes, situation);
            case NODE_TEMPLATE -> at(TypeKind.NODE, element, "type", changes, situation);
            case RELATIONSHIP_TEMPLATE, RELATIONSHIP_ASSIGNMENT ->
                    at(TypeKind.RELATIONSHIP, element, "type", changes, situation);
            case INTERFACE_DEFINITION ->
                    at(TypeKind.INTERFACE, element, "type", changes, situation);
            case ARTIFACT, IMPLEMENTATION ->
                    at(TypeKind.ARTIFACT, element, "type", changes, situation);
            case GROUP -> at(TypeKind.GROUP, element, "type", changes, situation);
            case POLICY -> at(TypeKind.POLICY, element, "type", changes, situation);
            case SUBSTITUTION -> at(TypeKind.NODE, element, "node_type", changes, situation);
            default -> {} // nothing else names a type
        }
    }

    /** A name may also be that of a template, or of a capability. */
    private static void assignment(Element element, Changes changes, Situation situation) {
        Optional<Node> node = element.body().get("node").or(() -> Optional.of(element.value()));
        if (node.get() instanceof Node.Scalar name && !situation.isNode(name.text())) {
            name(TypeKind.NODE, name, changes, situation);
        }
        Optional<Node> relationship = element.body().get("relationship");
        if (relationship.orElse(null) instanceof Node.Scalar name
                && !situation.isRelationship(name.text())) {
            name(TypeKind.RELATIONSHIP, name, changes, situation);
        }
        if (element.body().get("capability").orElse(null) instanceof Node.Scalar name
                && name.text().startsWith("tosca:")) {
            name(TypeKind.CAPABILITY, name, changes, situation);
        }
    }

    private static void parent(
            TypeKind kind, Element element, Changes changes, Situation situation) {
        at(kind, element, "derived_from", changes, situation);
    }

    private static void at(
            TypeKind kind, Element element, String key, Changes changes, Situation situation) {
        element.body().get(key).ifPresent(node -> name(kind, node, changes, situation));
    }

    private static void name(TypeKind kind, Node node, Changes changes, Situation situation) {
        switch (node) {
            case Node.Scalar name when !name.isNull() ->
                    full(kind, name, situation)
                            .ifPresent(full -> changes.replace(name, Value.text(full)));
            case Node.Sequence(List<Node> names, _) ->
                    names.forEach(each -> name(kind, each, changes, situation));
            case Node.Scalar _, Mapping _ -> {}
        }
    }

    private static Optional<String> full(TypeKind kind, Node.Scalar name, Situation situation) {
        String text = name.text();
        boolean prefixed = text.startsWith("tosca:");
        if (text.startsWith("tosca.") || (!prefixed && text.contains(":"))) {
            return Optional.empty();
        }
        if (prefixed && kind == TypeKind.DATA && Character.isLowerCase(text.charAt(6))) {
            return Optional.of(text.substring(6));
        }
        return situation.types().has(kind, text, situation.file())
                ? situation
                        .types()
                        .fullName(kind, name, situation.file())
                        .filter(full -> full.startsWith("tosca.") && !full.equals(text))
                : Optional.empty();
    }
}
