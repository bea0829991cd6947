package floria.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import floria.engine.revision.Blueprint;
import floria.engine.revision.Instances;
import floria.engine.run.StepContext;
import floria.engine.state.Instance;
import floria.site.Command;
import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.Artifact;
import floria.tosca.model.Operation;
import floria.tosca.model.Workflow;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/** An operation made ready to run on a machine: files, environment, command. */
final class Program {
    private final Blueprint blueprint;
    private final Instance instance;
    private final String interfaceName;
    private final Operation operation;
    private final UnaryOperator<Value> evaluation;
    private final Map<String, String> further;
    private final Instances instances;
    private Map<String, Value> given = Map.of();

    private Program(
            Subject subject,
            Operation operation,
            String interfaceName,
            UnaryOperator<Value> evaluation,
            Map<String, String> further) {
        this.blueprint = subject.blueprint();
        this.instance = subject.instance();
        this.interfaceName = interfaceName;
        this.operation = operation;
        this.evaluation = evaluation;
        this.further = further;
        this.instances = subject.instances();
    }

    /** An instance among the others of its deployment. */
    record Subject(Blueprint blueprint, Instances instances, Instance instance) {
        static Subject of(StepContext context) {
            return new Subject(context.blueprint(), context.instances(), context.instance());
        }
    }

    /** An operation of the step's own node. */
    static Program of(StepContext context, Operation operation, String interfaceName) {
        return of(Subject.of(context), operation, interfaceName);
    }

    /** An operation of an instance's own node. */
    static Program of(Subject subject, Operation operation, String interfaceName) {
        Evaluator evaluator =
                subject.blueprint().evaluator(subject.instances(), subject.instance());
        String node = subject.instance().node();
        return new Program(
                subject,
                operation,
                interfaceName,
                value -> evaluator.evaluate(value, node),
                Map.of());
    }

    /** An operation of a relationship, of which the step's instance is one end. */
    static Program of(StepContext context, Link link, String operation) {
        Evaluator evaluator =
                context.blueprint().evaluator(context.instances(), link.source(), link.target());
        return new Program(
                Subject.of(context),
                link.operation(operation),
                "Configure",
                value -> evaluator.evaluate(value, link.source().node(), link.requirement()),
                Map.of(
                        "FLORIA_SOURCE", link.source().node(),
                        "FLORIA_SOURCE_INSTANCE", Integer.toString(link.source().index()),
                        "FLORIA_TARGET", link.target().node(),
                        "FLORIA_TARGET_INSTANCE", Integer.toString(link.target().index())));
    }

    /** A workflow that is one program, run where the step's instance is. */
    static Program of(StepContext context, Workflow workflow) {
        return new Program(
                Subject.of(context),
                new Operation(
                        workflow.name(),
                        workflow.implementation(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        workflow.outputs(),
                        Optional.empty(),
                        workflow.location()),
                "Workflow",
                UnaryOperator.identity(),
                Map.of());
    }

    /** The same with values that stand in the place of inputs, or beside them. */
    Program with(Map<String, Value> values) {
        given = Map.copyOf(values);
        return this;
    }

    Operation operation() {
        return operation;
    }

    /** Why an operation cannot be run as it is written. */
    static final class NotRunnable extends RuntimeException {
        private final String why;

        NotRunnable(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /** The primary artifact, then what it depends on. */
    List<Source> files() {
        List<Source> files = new ArrayList<>(List.of(source(primary())));
        operation.dependencies().stream()
                .filter(dependency -> !Playbook.isRole(dependency))
                .forEach(dependency -> files.add(source(dependency)));
        if (Playbook.is(primary())) {
            files.addAll(Playbook.programs());
        }
        return files;
    }

    /**
     * The command, for files that stand in {@code folder} on the machine.
     *
     * @param id of the command
     * @param directory to run in
     * @param output the file that takes the operation's outputs
     */
    Command command(String id, String folder, String directory, String output) {
        Source main = source(primary());
        String path = folder + "/" + relative(main.address());
        List<String> argv =
                isScript(main)
                        ? List.of(path)
                        : Playbook.is(primary())
                                ? Playbook.argv(folder, path)
                                : List.of(interpreter(primary()), path);
        return new Command(id, argv, environment(folder, output), directory);
    }

    /** The path within the template's folder, or within the profile. */
    static String relative(String address) {
        return address.replaceFirst("^(profile:[^/]+/|[a-z]+:)", "");
    }

    static boolean isScript(Source source) {
        byte[] bytes = source.bytes();
        return bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!';
    }

    private Map<String, String> environment(String folder, String output) {
        Map<String, String> environment = new LinkedHashMap<>();
        Map<String, Value> variables = new LinkedHashMap<>();
        Map<String, Value> inputs = new LinkedHashMap<>(operation.inputs());
        inputs.putAll(given);
        inputs.forEach((name, value) -> {
            Value known = given.containsKey(name) ? value : evaluation.apply(value);
            if (known.isOpen()) {
                throw new NotRunnable(
                        "input "
                                + name
                                + " of "
                                + interfaceName
                                + "."
                                + operation.name()
                                + " of "
                                + instance.node()
                                + " has no value: "
                                + value.asText()
                                + " is not known");
            }
            environment.put(name, known.asText());
            variables.put(name, known);
        });
        environment.put("FLORIA_DEPLOYMENT", blueprint.deployment().name());
        environment.put("FLORIA_NODE", instance.node());
        environment.put("FLORIA_INSTANCE", Integer.toString(instance.index()));
        environment.put("FLORIA_OPERATION", interfaceName + "." + operation.name());
        environment.put("FLORIA_FILES", folder);
        environment.put("FLORIA_OUTPUT", output);
        environment.putAll(further);
        if (Playbook.is(primary())) {
            // They are variables of the playbook; not every name of one is one of the environment.
            variables.keySet().forEach(environment::remove);
            environment.put(
                    "FLORIA_ANSIBLE",
                    Playbook.knowledge(
                            blueprint, instances, instance, operation.dependencies(), variables));
        }
        return environment;
    }

    private Artifact primary() {
        return operation.implementation().orElseThrow();
    }

    private Source source(Artifact artifact) {
        return artifact.address()
                .flatMap(address -> Optional.ofNullable(blueprint.sources().get(address)))
                .orElseThrow(() ->
                        new NotRunnable(
                                "the file "
                                        + artifact.file()
                                        + " of "
                                        + interfaceName
                                        + "."
                                        + operation.name()
                                        + " of "
                                        + instance.node()
                                        + " is not part of the template"));
    }

    private String interpreter(Artifact artifact) {
        String file = artifact.file();
        String type = artifact.type().orElse("");
        if (file.endsWith(".py") || type.equals("tosca.artifacts.Implementation.Python")) {
            return "python3";
        }
        if (file.endsWith(".sh") || type.equals("tosca.artifacts.Implementation.Bash")) {
            return "bash";
        }
        throw new NotRunnable(
                "nothing here runs "
                        + file
                        + " of "
                        + interfaceName
                        + "."
                        + operation.name()
                        + " of "
                        + instance.node()
                        + ": it is none of a shell script, a Python script and an Ansible playbook, and does not begin with #!");
    }
}
