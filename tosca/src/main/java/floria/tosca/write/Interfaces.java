package floria.tosca.write;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.tosca.model.Artifact;
import floria.tosca.model.InterfaceDefinition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Notification;
import floria.tosca.model.Operation;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** What a template says of its interfaces beyond its type (TOSCA 2.0 §10.3), and of artifacts. */
final class Interfaces {
    private final Map<String, InterfaceDefinition> defined;
    private final Map<String, Artifact> artifacts;

    /**
     * @param defined by the type
     * @param artifacts of the template, which implementations name
     */
    Interfaces(Map<String, InterfaceDefinition> defined, Map<String, Artifact> artifacts) {
        this.defined = defined;
        this.artifacts = artifacts;
    }

    Mapping all(Map<String, NodeTemplate.Interface> interfaces) {
        Tree all = new Tree();
        interfaces.forEach((name, one) -> all.with(name, one(name, one)));
        return all.node();
    }

    private Node one(String name, NodeTemplate.Interface one) {
        Optional<InterfaceDefinition> definition = Optional.ofNullable(defined.get(name));
        Tree operations = new Tree();
        one.operations()
                .forEach((key, operation) ->
                        operations.with(
                                key,
                                operation(
                                        operation,
                                        definition.map(found -> found.operations().get(key)))));
        Tree notifications = new Tree();
        one.notifications()
                .forEach((key, notification) -> {
                    boolean own =
                            definition
                                    .map(found -> found.notifications().get(key))
                                    .filter(notification::equals)
                                    .isEmpty();
                    if (own) {
                        notifications.with(key, notification(notification));
                    }
                });
        Tree tree =
                new Tree()
                        .with("operations", operations.node())
                        .with("notifications", notifications.node());
        boolean typed =
                definition.filter(found -> found.type().name().equals(one.type().name())).isEmpty();
        return tree.node().entries().isEmpty() || !typed
                ? tree.node()
                : new Tree()
                        .with("type", one.type().name())
                        .with("operations", operations.node())
                        .with("notifications", notifications.node())
                        .node();
    }

    private Node operation(Operation operation, Optional<Operation> base) {
        Map<String, Value> inputs = new LinkedHashMap<>(operation.inputs());
        base.ifPresent(known -> inputs.entrySet().removeAll(known.inputs().entrySet()));
        boolean inherited =
                base.filter(known -> known.location().equals(operation.location())).isPresent();
        Tree tree = new Tree();
        if (!inherited) {
            tree.with("implementation", implementation(operation, base));
        }
        return tree.values("inputs", inputs)
                .with(
                        "outputs",
                        base.filter(known -> known.outputs().equals(operation.outputs()))
                                .map(_ -> (Node) new Tree().node())
                                .orElseGet(() -> paths(operation.outputs())))
                .node();
    }

    private Node implementation(Operation operation, Optional<Operation> base) {
        boolean same =
                base.filter(known ->
                                known.implementation().equals(operation.implementation())
                                        && known.dependencies().equals(operation.dependencies())
                                        && known.timeout().equals(operation.timeout()))
                        .isPresent();
        if (same || operation.implementation().isEmpty()) {
            return new Tree().node();
        }
        Node primary = reference(operation.implementation().get());
        if (operation.dependencies().isEmpty() && operation.timeout().isEmpty()) {
            return primary;
        }
        return new Tree()
                .with("primary", primary)
                .with("dependencies", Tree.list(operation.dependencies(), this::reference))
                .with("timeout", operation.timeout().map(Interfaces::time).orElse(""))
                .node();
    }

    private static String time(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }

    private Node notification(Notification notification) {
        return new Tree()
                .with("implementation", notification.implementation().map(this::reference))
                .with("outputs", paths(notification.outputs()))
                .node();
    }

    static Node paths(Map<String, List<String>> paths) {
        return Tree.each(paths, path -> Tree.list(path, Tree::text));
    }

    /** An artifact by its name in the template, by its file, or written out. */
    private Node reference(Artifact artifact) {
        return artifacts.containsKey(artifact.name())
                ? Tree.text(artifact.name())
                : reference(artifact, artifact.type().isEmpty() || isScript(artifact.file()));
    }

    static Node reference(Artifact artifact, boolean plain) {
        return plain
                        && artifact.properties().isEmpty()
                        && artifact.details().equals(Artifact.Details.NONE)
                ? Tree.text(artifact.file())
                : artifact(artifact);
    }

    private static boolean isScript(String file) {
        return file.endsWith(".sh") || file.endsWith(".py");
    }

    static Node artifact(Artifact artifact) {
        Artifact.Details details = artifact.details();
        return new Tree()
                .with("type", artifact.type().map(Tree::text))
                .with("description", details.description())
                .with(
                        "file",
                        details.computed().map(Values::node).orElse(Tree.text(artifact.file())))
                .with("repository", details.repository().map(Tree::text))
                .with("deploy_path", details.deployPath().map(Tree::text))
                .with("artifact_version", details.version().map(Tree::text))
                .with("checksum", details.checksum().map(sum -> Tree.text(sum.value())))
                .with(
                        "checksum_algorithm",
                        details.checksum().map(sum -> Tree.text(sum.algorithm())))
                .values("properties", artifact.properties())
                .node();
    }
}
