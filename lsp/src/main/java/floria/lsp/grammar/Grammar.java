package floria.lsp.grammar;

import java.util.List;
import java.util.Map;

import floria.tosca.grammar.Version;

/**
 * What each key and each value of a template means, in all versions at once (TOSCA 1.3 §3 and §4,
 * 2.0 §6 to §16). Completion, hover, definitions, references, renaming and the outline all follow
 * this one table; which keynames a part has besides, {@link floria.tosca.grammar.Construct} says.
 *
 * <p>A line without indentation begins a part; those below it say what stands behind its keynames:
 *
 * <pre>
 *   &#64;role          the name of something that is declared elsewhere
 *   part           a part of that name
 *   'a b'          one of these words
 *   [ x ]          items
 *   ( x y )        the first item, the second; with ... behind, the last is that of all others
 *   { &#64;role: x }    entries whose keys are names of something declared elsewhere
 *   { +role: x }   entries whose keys declare something
 *   x | y          written in either way
 * </pre>
 *
 * <p>A line that begins with {@code @role} or {@code +role} is about all other keys of the part.
 */
public final class Grammar {
    private static final String TABLE =
            """
            file
              tosca_definitions_version  'tosca_2_0 tosca_simple_yaml_1_3 tosca_simple_yaml_1_2 tosca_simple_yaml_1_1 tosca_simple_yaml_1_0'
              imports                    [ @import | import ]
              repositories               { +repository: repository }
              data_types                 { +data_type: data_type }
              artifact_types             { +artifact_type: artifact_type }
              capability_types           { +capability_type: capability_type }
              interface_types            { +interface_type: interface_type }
              relationship_types         { +relationship_type: relationship_type }
              node_types                 { +node_type: node_type }
              group_types                { +group_type: group_type }
              policy_types               { +policy_type: policy_type }
              functions                  { +function: function }
              topology_template          topology
              service_template           topology
            import
              file                       @import
              url                        @import
              profile                    @import
              repository                 @repository
              @import                    @import | import
            repository
            topology
              inputs                     { +input: parameter }
              outputs                    { +output: parameter }
              node_templates             { +node: node_template }
              relationship_templates     { +relationship: relationship_template }
              groups                     { +group: group } | [ { +group: group } ]
              policies                   [ { +policy: policy } ] | { +policy: policy }
              workflows                  { +workflow: workflow }
              substitution_mappings      substitution

            property
              type                       @data_type
              required                   'true false'
              status                     'supported unsupported experimental deprecated'
              default                    value
              value                      value
              entry_schema               @data_type | schema
              key_schema                 @data_type | schema
              constraints                [ constraint ]
              validation                 value
            parameter
              type                       @data_type
              required                   'true false'
              status                     'supported unsupported experimental deprecated'
              default                    value
              value                      value
              entry_schema               @data_type | schema
              key_schema                 @data_type | schema
              constraints                [ constraint ]
              validation                 value
              mapping                    ( @entity @part ... )
            schema
              type                       @data_type
              entry_schema               @data_type | schema
              key_schema                 @data_type | schema
              constraints                [ constraint ]
              validation                 value
            constraint
              equal                      value
              greater_than               value
              greater_or_equal           value
              less_than                  value
              less_or_equal              value
              in_range                   [ value ]
              valid_values               [ value ]
              length                     value
              min_length                 value
              max_length                 value
              pattern                    value
              schema                     value

            data_type
              derived_from               @data_type
              properties                 { +property: property }
              entry_schema               @data_type | schema
              key_schema                 @data_type | schema
              constraints                [ constraint ]
              validation                 value
            artifact_type
              derived_from               @artifact_type
              properties                 { +property: property }
            capability_type
              derived_from               @capability_type
              properties                 { +property: property }
              attributes                 { +attribute: property }
              valid_source_types         [ @node_type ]
              valid_source_node_types    [ @node_type ]
              valid_relationship_types   [ @relationship_type ]
            interface_type
              derived_from               @interface_type
              inputs                     { +parameter: parameter }
              operations                 { +operation: operation_definition }
              notifications              { +notification: operation_definition }
              +operation                 operation_definition
            relationship_type
              derived_from               @relationship_type
              properties                 { +property: property }
              attributes                 { +attribute: property }
              interfaces                 { +interface: interface_definition }
              valid_target_types         [ @capability_type ]
              valid_capability_types     [ @capability_type ]
              valid_target_node_types    [ @node_type ]
              valid_source_node_types    [ @node_type ]
            node_type
              derived_from               @node_type
              properties                 { +property: property }
              attributes                 { +attribute: property }
              capabilities               { +capability: @capability_type | capability_definition }
              requirements               [ { +requirement: @capability_type | requirement_definition } ]
              interfaces                 { +interface: interface_definition }
              artifacts                  { +artifact: @file | artifact }
            group_type
              derived_from               @group_type
              properties                 { +property: property }
              attributes                 { +attribute: property }
              members                    [ @node_type ]
              interfaces                 { +interface: interface_definition }
            policy_type
              derived_from               @policy_type
              properties                 { +property: property }
              targets                    [ @node_type ]
              triggers                   { +trigger: trigger }

            capability_definition
              type                       @capability_type
              properties                 { +property: property }
              attributes                 { +attribute: property }
              valid_source_types         [ @node_type ]
              valid_source_node_types    [ @node_type ]
              valid_relationship_types   [ @relationship_type ]
            requirement_definition
              capability                 @capability_type
              node                       @node_type
              relationship               @relationship_type | relationship_definition
              node_filter                node_filter
            relationship_definition
              type                       @relationship_type
              properties                 { +property: property }
              interfaces                 { +interface: interface_definition }
            interface_definition
              type                       @interface_type
              inputs                     { +parameter: parameter }
              operations                 { @operation: @file | operation_definition }
              notifications              { @notification: @file | operation_definition }
              @operation                 @file | operation_definition
            operation_definition
              implementation             @file | implementation
              inputs                     { +parameter: parameter }
              outputs                    { +parameter: ( @entity @part ... ) }
            implementation
              primary                    @file | artifact
              dependencies               [ @file | artifact ]
              type                       @artifact_type
              file                       @file
              repository                 @repository
            artifact
              type                       @artifact_type
              file                       @file
              repository                 @repository
              properties                 { @property: value }

            node_template
              type                       @node_type
              directives                 [ 'select substitute create' ]
              copy                       @node
              properties                 { @property: value }
              attributes                 { @attribute: value }
              capabilities               { @capability: capability_assignment }
              requirements               [ { @requirement: @target | requirement_assignment } ]
              interfaces                 { @interface: interface_assignment }
              artifacts                  { +artifact: @file | artifact }
              node_filter                node_filter
            capability_assignment
              properties                 { @property: value }
              attributes                 { @attribute: value }
            requirement_assignment
              node                       @target
              capability                 @target_capability
              relationship               @relation | relationship_assignment
              node_filter                node_filter
              directives                 [ 'select substitute create' ]
            relationship_assignment
              type                       @relation
              properties                 { @property: value }
              attributes                 { @attribute: value }
              interfaces                 { @interface: interface_assignment }
            relationship_template
              type                       @relationship_type
              copy                       @relationship
              properties                 { @property: value }
              attributes                 { @attribute: value }
              interfaces                 { @interface: interface_assignment }
            interface_assignment
              type                       @interface_type
              inputs                     { @parameter: value }
              operations                 { @operation: @file | operation_assignment }
              notifications              { @notification: @file | operation_assignment }
              @operation                 @file | operation_assignment
            operation_assignment
              implementation             @file | implementation
              inputs                     { @parameter: value }
              outputs                    { +parameter: ( @entity @part ... ) }
            node_filter
              properties                 [ { @property: constraint } ] | { @property: constraint }
              capabilities               [ { @capability: capability_filter } ] | { @capability: capability_filter }
            capability_filter
              properties                 [ { @property: constraint } ] | { @property: constraint }
            group
              type                       @group_type
              properties                 { @property: value }
              attributes                 { @attribute: value }
              members                    [ @node ]
              targets                    [ @node ]
              interfaces                 { @interface: interface_assignment }
            policy
              type                       @policy_type
              properties                 { @property: value }
              targets                    [ @member ]
              triggers                   { +trigger: trigger }
            trigger
              condition                  condition
              action                     [ activity ]
              target_filter              event_filter
              event_filter               event_filter
            event_filter
              node                       @target
              requirement                @requirement
              capability                 @capability
            condition
              constraint                 value
            substitution
              node_type                  @node_type
              properties                 { @property: ( @input ) | @input }
              attributes                 { @attribute: ( @entity @part ... ) }
              capabilities               { @capability: ( @node @capability ) }
              requirements               { @requirement: ( @node @requirement ) } | [ { @requirement: ( @node @requirement ) } ]
              substitution_filter        node_filter

            workflow
              inputs                     { +parameter: parameter }
              preconditions              [ precondition ]
              steps                      { +step: step }
              implementation             @file | implementation
            precondition
              target                     @member
              target_relationship        @requirement
            step
              target                     @member
              target_relationship        @requirement
              operation_host             'SELF HOST SOURCE TARGET ORCHESTRATOR'
              activities                 [ activity ]
              on_success                 [ @step ]
              on_failure                 [ @step ]
            activity
              delegate                   @workflow | delegation
              inline                     @workflow | delegation
              set_state                  'initial creating created configuring configured starting started stopping deleting error'
              call_operation             value
            delegation
              workflow                   @workflow
              inputs                     { @parameter: value }
            function
              signatures                 [ signature ]
            signature
              arguments                  [ schema ]
              optional_arguments         [ schema ]
              variadic                   'true false'
              result                     schema
              implementation             @file | value

            call
              get_input                  @input | ( @input @part ... )
              get_property               ( @entity @part ... )
              get_attribute              ( @entity @part ... )
              get_artifact               ( @entity @artifact )
              get_operation_output       ( @entity @interface @operation )
              get_nodes_of_type          @node_type | ( @node_type )
              concat                     [ value ]
              join                       ( [ value ] value )
              token                      ( value value value )
            """;

    /** A value of a property: a function, or whatever the type of the property has. */
    public static final String VALUE = "value";

    private static final Grammar TOSCA = new Grammar(Table.read(TABLE));

    private final Map<String, Shape> shapes;

    private Grammar(Map<String, Shape> shapes) {
        this.shapes = shapes;
    }

    /** The grammar of a file. */
    public static Shape file() {
        return shape("file");
    }

    /** The functions, by name without {@code $}, with the shapes of their arguments. */
    public static Shape.Part call() {
        return part("call");
    }

    /** A part by the name that it has in the table. */
    public static Shape.Part part(String name) {
        return shape(name).part().orElseThrow();
    }

    /** Names of all functions that are known here. */
    public static List<String> functions() {
        return List.copyOf(call().keys().keySet());
    }

    /** The types of values that the language has without declaring them. */
    public static List<String> primitives(Version version) {
        String common = "string integer float boolean timestamp list map";
        String words =
                version.isSimple()
                        ? common
                                + " range version scalar-unit.size scalar-unit.time"
                                + " scalar-unit.frequency scalar-unit.bitrate"
                        : common + " bytes nil scalar";
        return List.of(words.split(" "));
    }

    /** All parts, by name. */
    public static Map<String, Shape> shapes() {
        return TOSCA.shapes;
    }

    /** A shape by its name, which is one that there is. */
    private static Shape shape(String name) {
        Shape shape = TOSCA.shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no part '" + name + "'");
        }
        return shape;
    }
}
