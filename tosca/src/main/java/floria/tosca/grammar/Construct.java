package floria.tosca.grammar;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static floria.tosca.grammar.Version.SIMPLE_1_0;
import static floria.tosca.grammar.Version.SIMPLE_1_1;
import static floria.tosca.grammar.Version.SIMPLE_1_2;
import static floria.tosca.grammar.Version.SIMPLE_1_3;
import static floria.tosca.grammar.Version.TOSCA_2_0;

/**
 * The parts of a service template with the keynames that each may have, by version (TOSCA 1.3 §3,
 * 2.0 §6 to §16).
 */
public enum Construct {
    FILE(
            "service template",
            all(
                    "tosca_definitions_version metadata description dsl_definitions repositories"
                            + " imports artifact_types data_types capability_types interface_types"
                            + " relationship_types node_types group_types policy_types"),
            simple(
                    "namespace template_name template_author template_version topology_template"
                            + " namespace_uri schemas default_namespace"),
            two("profile service_template functions")),
    IMPORT(
            "import",
            all("repository"),
            simple("file namespace_prefix namespace_uri"),
            all("profile url namespace"),
            two("description metadata")),
    REPOSITORY("repository", all("description url metadata credential")),
    TOPOLOGY(
            "topology template",
            all(
                    "description inputs outputs node_templates relationship_templates groups"
                            + " policies substitution_mappings"),
            since(SIMPLE_1_1, "workflows"),
            two("metadata")),
    PROPERTY(
            "property definition",
            all("type description required default status entry_schema key_schema metadata"),
            simple("constraints external_schema external-schema"),
            all("value"),
            two("validation")),
    PARAMETER(
            "parameter definition",
            all("type description required default status entry_schema key_schema value metadata"),
            simple("constraints external_schema external-schema"),
            since(SIMPLE_1_3, "mapping"),
            two("validation")),
    SCHEMA(
            "schema definition",
            all("type description entry_schema key_schema default required status"),
            simple("constraints"),
            two("validation metadata")),
    DATA_TYPE(
            "data type",
            all("derived_from version metadata description properties"),
            simple("constraints"),
            since(SIMPLE_1_3, "entry_schema key_schema"),
            two("validation data_type units canonical_unit prefixes")),
    ARTIFACT_TYPE(
            "artifact type",
            all("derived_from version metadata description mime_type file_ext properties")),
    CAPABILITY_TYPE(
            "capability type",
            all("derived_from version metadata description properties attributes"),
            simple("valid_source_types"),
            two("valid_source_node_types valid_relationship_types")),
    INTERFACE_TYPE(
            "interface type",
            all("derived_from version metadata description inputs"),
            since(SIMPLE_1_3, "operations notifications")),
    RELATIONSHIP_TYPE(
            "relationship type",
            all("derived_from version metadata description properties attributes interfaces"),
            simple("valid_target_types"),
            two("valid_target_node_types valid_source_node_types valid_capability_types")),
    NODE_TYPE(
            "node type",
            all(
                    "derived_from version metadata description properties attributes capabilities"
                            + " requirements interfaces artifacts")),
    GROUP_TYPE(
            "group type",
            all("derived_from version metadata description properties attributes members"),
            simple("interfaces capabilities requirements")),
    POLICY_TYPE(
            "policy type",
            all("derived_from version metadata description properties targets triggers")),
    CAPABILITY_DEFINITION(
            "capability definition",
            all("type description properties attributes metadata"),
            simple("valid_source_types occurrences"),
            two("valid_source_node_types valid_relationship_types count_range directives")),
    REQUIREMENT_DEFINITION(
            "requirement definition",
            all("capability node relationship description metadata"),
            simple("occurrences"),
            since(SIMPLE_1_3, "node_filter"),
            two("count_range count direct directives")),
    INTERFACE_DEFINITION(
            "interface definition",
            all("type description inputs"),
            since(SIMPLE_1_3, "operations notifications"),
            two("metadata")),
    OPERATION(
            "operation",
            all("description implementation inputs"),
            since(SIMPLE_1_3, "outputs"),
            two("metadata")),
    NOTIFICATION(
            "notification",
            all("description implementation"),
            since(SIMPLE_1_3, "inputs outputs"),
            two("metadata")),
    IMPLEMENTATION(
            "operation implementation",
            all("primary dependencies"),
            since(SIMPLE_1_2, "timeout operation_host"),
            all("file type repository description deploy_path"),
            since(SIMPLE_1_3, "checksum checksum_algorithm artifact_version properties"),
            two("metadata invocation")),
    NODE_TEMPLATE(
            "node template",
            all(
                    "type description directives properties attributes requirements capabilities"
                            + " interfaces artifacts node_filter copy"),
            since(SIMPLE_1_0, "metadata"),
            two("count allocation")),
    RELATIONSHIP_TEMPLATE(
            "relationship template",
            all("type description properties attributes interfaces copy metadata")),
    CAPABILITY_ASSIGNMENT(
            "capability",
            all("properties attributes"),
            since(SIMPLE_1_1, "occurrences"),
            two("directives metadata")),
    REQUIREMENT_ASSIGNMENT(
            "requirement",
            all("node capability relationship node_filter"),
            since(SIMPLE_1_3, "occurrences"),
            two("count directives optional allocation metadata properties")),
    RELATIONSHIP_ASSIGNMENT("relationship", all("type properties interfaces"), two("attributes")),
    ARTIFACT(
            "artifact",
            all("type file repository description deploy_path metadata"),
            since(SIMPLE_1_3, "checksum checksum_algorithm version artifact_version properties"),
            since(SIMPLE_1_0, "mime_type")),
    GROUP(
            "group",
            all("type description properties members metadata"),
            since(SIMPLE_1_3, "attributes"),
            simple("interfaces targets")),
    POLICY("policy", all("type description properties targets metadata triggers")),
    TRIGGER(
            "trigger",
            all("description event condition action metadata"),
            simple(
                    "event_type schedule target_filter event_filter constraint period evaluations"
                            + " method trigger_type")),
    WORKFLOW(
            "workflow",
            all("description metadata inputs steps"),
            all("preconditions"),
            since(SIMPLE_1_3, "implementation outputs"),
            two("precondition")),
    STEP(
            "workflow step",
            all("target target_relationship filter activities on_success on_failure"),
            all("operation_host description metadata")),
    PRECONDITION("workflow precondition", all("target target_relationship condition")),
    NODE_FILTER("node filter", simple("properties capabilities artifacts")),
    SUBSTITUTION(
            "substitution mapping",
            all(
                    "node_type capabilities requirements properties attributes interfaces"
                            + " substitution_filter")),
    FUNCTION("function definition", two("signatures description metadata")),
    SIGNATURE(
            "function signature",
            two(
                    "arguments optional_arguments variadic result implementation description"
                            + " metadata"));

    private final String title;

    // Map.copyOf gives an immutable map, which the type cannot say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, Range> keynames;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<Version, List<String>> byVersion;

    private record Range(Version first, Version last) {
        boolean has(Version version) {
            return version.isAtLeast(first) && last.isAtLeast(version);
        }
    }

    private record Words(Range range, List<String> names) {}

    Construct(String title, Words... words) {
        this.title = title;
        Map<String, Range> all = new LinkedHashMap<>();
        Stream.of(words).forEach(group -> group.names.forEach(name -> all.put(name, group.range)));
        keynames = Map.copyOf(all);
        Map<Version, List<String>> names = new EnumMap<>(Version.class);
        for (Version version : Version.values()) {
            names.put(
                    version,
                    all.keySet().stream().filter(name -> has(name, version)).sorted().toList());
        }
        byVersion = Map.copyOf(names);
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** Whether this part may have {@code keyname} in {@code version}. */
    public boolean has(String keyname, Version version) {
        Range range = keynames.get(keyname);
        return range != null && range.has(version);
    }

    /** The first version that has {@code keyname} here, if any has. */
    public Optional<Version> firstWith(String keyname) {
        return Optional.ofNullable(keynames.get(keyname)).map(Range::first);
    }

    /** All keynames of {@code version}, in alphabetical order. */
    public List<String> keynames(Version version) {
        return byVersion.getOrDefault(version, List.of());
    }

    private static Words all(String names) {
        return words(SIMPLE_1_0, TOSCA_2_0, names);
    }

    private static Words simple(String names) {
        return words(SIMPLE_1_0, SIMPLE_1_3, names);
    }

    private static Words two(String names) {
        return words(TOSCA_2_0, TOSCA_2_0, names);
    }

    private static Words since(Version first, String names) {
        return words(first, TOSCA_2_0, names);
    }

    private static Words words(Version first, Version last, String names) {
        return new Words(new Range(first, last), List.of(names.split(" ")));
    }
}
