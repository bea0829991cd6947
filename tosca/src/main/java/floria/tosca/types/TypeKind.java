package floria.tosca.types;

import java.util.Map;
import java.util.Set;

import floria.tosca.grammar.Version;

/** The kinds of types that a template declares. */
public enum TypeKind {
    DATA("data_types", "data type", "tosca.datatypes."),
    ARTIFACT("artifact_types", "artifact type", "tosca.artifacts."),
    CAPABILITY("capability_types", "capability type", "tosca.capabilities."),
    INTERFACE("interface_types", "interface type", "tosca.interfaces."),
    RELATIONSHIP("relationship_types", "relationship type", "tosca.relationships."),
    NODE("node_types", "node type", "tosca.nodes."),
    GROUP("group_types", "group type", "tosca.groups."),
    POLICY("policy_types", "policy type", "tosca.policies.");

    /** Short names that are not the end of the full one (TOSCA 1.3 §5). */
    private static final Map<String, String> SHORT =
            Map.ofEntries(
                    Map.entry("INTERFACE Standard", "tosca.interfaces.node.lifecycle.Standard"),
                    Map.entry("INTERFACE Configure", "tosca.interfaces.relationship.Configure"),
                    Map.entry("DATA NetworkInfo", "tosca.datatypes.network.NetworkInfo"),
                    Map.entry("DATA PortInfo", "tosca.datatypes.network.PortInfo"),
                    Map.entry("DATA PortDef", "tosca.datatypes.network.PortDef"),
                    Map.entry("DATA PortSpec", "tosca.datatypes.network.PortSpec"),
                    Map.entry("NODE Network", "tosca.nodes.network.Network"),
                    Map.entry("NODE Port", "tosca.nodes.network.Port"),
                    Map.entry("CAPABILITY Bindable", "tosca.capabilities.network.Bindable"),
                    Map.entry("CAPABILITY Linkable", "tosca.capabilities.network.Linkable"),
                    Map.entry("RELATIONSHIP BindsTo", "tosca.relationships.network.BindsTo"),
                    Map.entry("RELATIONSHIP LinksTo", "tosca.relationships.network.LinksTo"));

    private static final Set<String> STORAGE = Set.of("BlockStorage", "ObjectStorage");

    private final String section;
    private final String title;
    private final String prefix;

    TypeKind(String section, String title, String prefix) {
        this.section = section;
        this.title = title;
        this.prefix = prefix;
    }

    /** The keyname under which they are declared. */
    public String section() {
        return section;
    }

    /** What the full names of those of the language begin with. */
    String prefix() {
        return prefix;
    }

    /** What people call them. */
    public String title() {
        return title;
    }

    /**
     * What a short name stands for among the types of network functions (Simple Profile for NFV
     * 1.0), which have a part of their own in their names.
     */
    String networkName(String name) {
        return prefix + "nfv." + (name.startsWith("tosca:") ? name.substring(6) : name);
    }

    /** What the short name of a normative type stands for in {@code version}. */
    String longName(String name, Version version) {
        String plain = name.startsWith("tosca:") ? name.substring("tosca:".length()) : name;
        if (plain.startsWith("tosca.")) {
            return plain;
        }
        // 1.2 put these two below a type that all storage derives from.
        boolean storage = this == NODE && STORAGE.contains(plain);
        return storage && version.isAtLeast(Version.SIMPLE_1_2)
                ? prefix + "Storage." + plain
                : SHORT.getOrDefault(name() + " " + plain, prefix + plain);
    }
}
