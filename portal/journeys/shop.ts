/** A template that fails when it is told to, can be scaled, and has names that are traps. */
export const SHOP = `tosca_definitions_version: tosca_simple_yaml_1_3
description: A shop <img src=x onerror=alert(1)>
node_types:
  demo.nodes.App:
    derived_from: tosca.nodes.SoftwareComponent
    properties:
      mode: { type: string, default: fine }
    interfaces:
      Standard:
        inputs:
          mode: { type: string, default: { get_property: [ SELF, mode ] } }
        operations:
          create: create.sh
          start: start.sh
topology_template:
  inputs:
    mode:
      type: string
      description: How the shop behaves <script>alert(2)</script>
      default: fine
  node_templates:
    server:
      type: tosca.nodes.Compute
      capabilities:
        host: { properties: { num_cpus: 1, mem_size: 1 GB } }
        scalable: { properties: { min_instances: 1, max_instances: 5, default_instances: 1 } }
    app:
      type: demo.nodes.App
      properties: { mode: { get_input: mode } }
      requirements: [ host: server ]
    <script>alert(3)</script>:
      type: tosca.nodes.Compute
      capabilities:
        host: { properties: { num_cpus: 1, mem_size: 1 GB } }
  outputs:
    address:
      description: Where the shop is.
      value: { get_attribute: [ server, private_address ] }
    link:
      value: { concat: [ 'http://', { get_attribute: [ server, private_address ] }, '/' ] }
`;

export function shop(name: string, mode = 'fine') {
  return {
    name,
    template: 'shop.yaml',
    files: {
      'shop.yaml': { text: SHOP },
      'create.sh': { text: 'echo create\n' },
      'start.sh': { text: 'echo start\n' },
    },
    inputs: { mode },
  };
}
