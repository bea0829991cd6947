package floria.tosca.types;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Construct;
import floria.tosca.grammar.Forms;
import floria.tosca.model.Artifact;
import floria.tosca.model.FunctionDefinition;
import floria.tosca.model.FunctionDefinition.Signature;
import floria.tosca.model.PropertyDefinition.Schema;
import floria.tosca.problem.Problems;
import floria.tosca.schema.Functions;
import floria.tosca.schema.ValueReader;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** The functions that files declare (TOSCA 2.0 §10.8), by the names each file sees them under. */
public final class FunctionTable {
    private final Collection<ServiceFile> files;
    private final TypeTable types;
    private final Problems problems;
    private final Forms forms;
    private final Map<ServiceFile, Map<String, FunctionDefinition>> declared = new HashMap<>();

    FunctionTable(Collection<ServiceFile> files, TypeTable types, Problems problems) {
        this.files = files;
        this.types = types;
        this.problems = problems;
        this.forms = new Forms(problems, types.version());
    }

    /** The function that {@code name} means in the file at {@code address}. */
    public Optional<FunctionDefinition> find(String name, String address) {
        return files.stream()
                .filter(file -> file.address().equals(address))
                .findFirst()
                .flatMap(file -> find(name, file, new LinkedHashSet<>()));
    }

    private Optional<FunctionDefinition> find(
            String name, ServiceFile file, Set<ServiceFile> asked) {
        FunctionDefinition own = declared.getOrDefault(file, Map.of()).get(name);
        if (own != null || !asked.add(file)) {
            return Optional.ofNullable(own);
        }
        for (ServiceFile.Link link : file.links()) {
            String prefix = link.prefix().isEmpty() ? "" : link.prefix() + ":";
            if (name.startsWith(prefix)) {
                Optional<FunctionDefinition> found =
                        find(name.substring(prefix.length()), link.file(), asked);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The names of all, for hints. */
    public List<String> names() {
        List<String> all = new ArrayList<>(Functions.BUILT_IN);
        declared.values().forEach(own -> all.addAll(own.keySet()));
        return all;
    }

    void readAll() {
        for (ServiceFile file : files) {
            if (!file.root().has("functions")) {
                continue;
            }
            Map<String, FunctionDefinition> own = new LinkedHashMap<>();
            for (Mapping.Entry entry : forms.mapping(file.root(), "functions").entries()) {
                if (entry.name().isBlank()) {
                    problems.error("bad-name", entry.at(), "a function needs a name");
                }
                forms.mapping(entry.value(), "function '" + entry.name() + "'")
                        .ifPresent(body -> own.put(entry.name(), definition(entry, body, file)));
            }
            declared.put(file, own);
        }
    }

    private FunctionDefinition definition(Mapping.Entry entry, Mapping body, ServiceFile file) {
        forms.keynames(body, Construct.FUNCTION, file.version());
        List<Signature> signatures = new ArrayList<>();
        for (Node item : forms.list(body, "signatures")) {
            forms.mapping(item, "a signature of '" + entry.name() + "'")
                    .ifPresent(signature -> signatures.add(signature(signature, file)));
        }
        if (!body.has("signatures")) {
            problems.error(
                    "missing-keyname",
                    entry.at(),
                    "function '%s' needs 'signatures'".formatted(entry.name()));
        }
        return new FunctionDefinition(
                entry.name(), forms.description(body), signatures, entry.at());
    }

    private Signature signature(Mapping body, ServiceFile file) {
        forms.keynames(body, Construct.SIGNATURE, file.version());
        Optional<Schema> result =
                body.get("result").flatMap(node -> types.properties().schema(node, "result", file));
        return new Signature(
                schemas(body, "arguments", file),
                schemas(body, "optional_arguments", file),
                forms.truth(body, "variadic", false),
                result.orElseGet(ValueReader::anything),
                implementation(body, file));
    }

    private List<Schema> schemas(Mapping body, String key, ServiceFile file) {
        return forms.list(body, key).stream()
                .map(node ->
                        types.properties()
                                .schema(node, "an item of '" + key + "'", file)
                                .orElseGet(ValueReader::anything))
                .toList();
    }

    private Optional<Artifact> implementation(Mapping body, ServiceFile file) {
        return body.get("implementation")
                .filter(node -> !node.isNull())
                .flatMap(node -> types.artifacts().implementation(node, file));
    }
}
