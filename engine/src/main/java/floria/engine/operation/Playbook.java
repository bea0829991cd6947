package floria.engine.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.state.Instance;
import floria.tosca.model.Artifact;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Topology;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/**
 * An operation that is an Ansible playbook. It runs on the machine of its node, with a local
 * connection: whatever a playbook does to "localhost", it does to that machine, and the server's is
 * out of its reach. The operation's inputs are variables of the one host of its inventory, which is
 * in the groups that the topology gives its node; what is known of the other nodes is in {@code
 * floria_topology}.
 */
final class Playbook {
    private static final String RUNNER = "floria_ansible.py";
    private static final String EVENTS = "floria_events.py";
    private static final String ROLE = "tosca.artifacts.AnsibleGalaxy.role";

    /** The address of the programs: a folder of their own beside the operation's files. */
    private static final String ADDRESS = "profile:floria/.floria-ansible/";

    private Playbook() {}

    static boolean is(Artifact artifact) {
        String type = artifact.type().orElse("");
        return artifact.file().endsWith(".yml")
                || artifact.file().endsWith(".yaml")
                || type.equals("tosca.artifacts.Implementation.YAML")
                || type.equals("tosca.artifacts.Implementation.Ansible");
    }

    /** A role by its name: no file of the template. */
    static boolean isRole(Artifact artifact) {
        return artifact.type().filter(ROLE::equals).isPresent();
    }

    /** The programs that run it, to be brought along. */
    static List<Source> programs() {
        List<Source> all = new ArrayList<>();
        for (String name : List.of(RUNNER, EVENTS)) {
            try (InputStream in = Playbook.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("missing in the jar: " + name);
                }
                // Ansible looks at every file in a folder of plugins.
                String place = name.equals(EVENTS) ? "plugins/" + name : name;
                all.add(new Source(ADDRESS + place, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    static List<String> argv(String folder, String path) {
        return List.of("python3", folder + "/" + Program.relative(ADDRESS + RUNNER), path);
    }

    /** What the playbook may know, as JSON. */
    static String knowledge(
            Blueprint blueprint,
            Instances instances,
            Instance instance,
            List<Artifact> dependencies,
            Map<String, Value> variables) {
        Topology topology = blueprint.topology();
        NodeTemplate node = topology.node(instance.node());
        List<Value> groups = new ArrayList<>();
        groups.add(Value.text(instance.node()));
        groups.add(Value.text(node.type().name()));
        topology.groups().stream()
                .filter(group -> group.members().contains(instance.node()))
                .forEach(group -> groups.add(Value.text(group.name())));
        List<Value> roles = new ArrayList<>();
        node.artifacts().values().forEach(artifact -> role(artifact, roles));
        dependencies.forEach(artifact -> role(artifact, roles));
        Map<String, Value> knowledge = new LinkedHashMap<>();
        knowledge.put("host", Value.text(instance.label()));
        knowledge.put("groups", new Value.Items(groups));
        knowledge.put("roles", new Value.Items(roles));
        knowledge.put("variables", new Value.Entries(variables));
        knowledge.put("topology", topology(instances));
        return new Value.Entries(knowledge).asText();
    }

    /** A name such as {@code indigo-dc.slurm,v1.0}. */
    private static void role(Artifact artifact, List<Value> roles) {
        if (isRole(artifact)) {
            roles.add(Value.text(artifact.file().replaceFirst(",.*", "").strip()));
        }
    }

    /** The attributes of all instances that are no secrets, by node and then by index. */
    private static Value topology(Instances instances) {
        Map<String, Value> nodes = new LinkedHashMap<>();
        for (Instance one : instances.all()) {
            Map<String, Value> attributes = new LinkedHashMap<>();
            one.attributes()
                    .forEach((name, value) -> {
                        if (!value.isSecret() && !value.isOpen()) {
                            attributes.put(name, value);
                        }
                    });
            nodes.put(one.label(), new Value.Entries(attributes));
        }
        return new Value.Entries(nodes);
    }
}
