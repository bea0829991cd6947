package floria.lsp.grammar;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import floria.tosca.types.TypeKind;

/** What a name in a template is the name of; {@link Grammar} says where which stands. */
public enum Role {
    DATA_TYPE(TypeKind.DATA),
    ARTIFACT_TYPE(TypeKind.ARTIFACT),
    CAPABILITY_TYPE(TypeKind.CAPABILITY),
    INTERFACE_TYPE(TypeKind.INTERFACE),
    RELATIONSHIP_TYPE(TypeKind.RELATIONSHIP),
    NODE_TYPE(TypeKind.NODE),
    GROUP_TYPE(TypeKind.GROUP),
    POLICY_TYPE(TypeKind.POLICY),

    INPUT("input"),
    OUTPUT("output"),
    NODE("node template"),
    RELATIONSHIP("relationship template"),
    GROUP("group"),
    POLICY("policy"),
    WORKFLOW("workflow"),
    STEP("step"),
    TRIGGER("trigger"),
    REPOSITORY("repository"),
    FUNCTION("function"),
    IMPORT("import"),

    PROPERTY("property"),
    ATTRIBUTE("attribute"),
    CAPABILITY("capability"),
    REQUIREMENT("requirement"),
    INTERFACE("interface"),
    OPERATION("operation"),
    NOTIFICATION("notification"),
    PARAMETER("parameter"),
    ARTIFACT("artifact"),

    /** The node template, or else node type, that a requirement leads to. */
    TARGET("target"),
    /** A capability of the target of a requirement, or the type of one. */
    TARGET_CAPABILITY("capability"),
    /** A relationship template or a relationship type. */
    RELATION("relationship"),
    /** A node template or a group. */
    MEMBER("node template"),
    /** What a function starts at: a node template, or a word such as SELF. */
    ENTITY("node template"),
    /** A step on the way of a function: a property, an attribute, a capability, a requirement. */
    PART("property"),
    /** A file beside the template. */
    FILE("file");

    private final String title;
    private final Optional<TypeKind> kind;

    Role(String title) {
        this.title = title;
        this.kind = Optional.empty();
    }

    Role(TypeKind kind) {
        this.title = kind.title();
        this.kind = Optional.of(kind);
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** The kind of type, if it is one. */
    public Optional<TypeKind> kind() {
        return kind;
    }

    /** The role of the types of a kind. */
    public static Role of(TypeKind kind) {
        return Arrays.stream(values())
                .filter(role -> role.kind.equals(Optional.of(kind)))
                .findFirst()
                .orElseThrow();
    }

    static Role named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
