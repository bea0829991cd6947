package floria.tosca;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import floria.tosca.archive.Archive;
import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.model.Topology;
import floria.tosca.model.Workflow;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.rewrite.Newer;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.template.TopologyReader;
import floria.tosca.types.TypeTable;
import floria.tosca.value.Value;
import floria.tosca.yaml.Mapping;

/** The TOSCA processor. Stateless and safe for use by many threads. */
public final class Tosca {

    private Tosca() {}

    /**
     * Reads a service template, or an archive of one, and everything that it imports. Bad input
     * ends in problems, never in an exception.
     */
    public static Reading read(Source template, Sources sources) {
        return Archive.is(template) ? unpacked(template, sources) : template(template, sources);
    }

    /** The template of an archive; further templates that it names are only checked. */
    private static Reading unpacked(Source packed, Sources outside) {
        Archive archive = Archive.open(packed);
        Sources sources = archive.within(outside);
        Optional<Reading> entry = archive.entry().map(template -> template(template, sources));
        Set<Source> opened = new LinkedHashSet<>(List.of(packed));
        Set<Problem> problems = new LinkedHashSet<>(archive.problems());
        Stream.concat(
                        entry.stream(),
                        archive.others().stream().map(other -> template(other, sources)))
                .forEach(reading -> {
                    opened.addAll(reading.sources());
                    reading.problems().stream().map(Tosca::asOfAnArchive).forEach(problems::add);
                });
        return new Reading(
                problems.stream().anyMatch(Problem::isError)
                        ? Optional.empty()
                        : entry.flatMap(Reading::topology),
                List.copyOf(problems),
                List.copyOf(opened));
    }

    /** An archive is whole (TOSCA 1.3 §6): what it does not have is not to come later. */
    private static Problem asOfAnArchive(Problem problem) {
        return problem.code().equals("file-not-found") ? problem.asError() : problem;
    }

    private static Reading template(Source template, Sources reachable) {
        Newer sources = new Newer(template, reachable);
        Problems problems = new Problems();
        Loader loader = new Loader(sources, problems);
        Optional<ServiceFile> file = loader.load(template);
        List<Source> opened = new ArrayList<>(loader.sources());
        Optional<Topology> topology = Optional.empty();
        sources.rewritten().forEach(problems::lenient);
        if (file.isPresent()) {
            TypeTable types = new TypeTable(loader.files(), sources, problems);
            types.readAll();
            Topology read = new TopologyReader(file.get(), types, problems).read();
            types.readAll();
            opened.addAll(types.artifacts().opened());
            topology = problems.hasErrors() ? Optional.empty() : Optional.of(read);
        }
        return new Reading(
                topology,
                sorted(problems, opened, loader.roots()).stream()
                        .filter(problem -> concerns(template, problem))
                        .toList(),
                opened);
    }

    /** How a bundled profile is written is not the concern of those who use it. */
    private static boolean concerns(Source template, Problem problem) {
        String address = problem.location().address();
        return problem.isError()
                || !address.startsWith("profile:")
                || address.equals(template.address());
    }

    /**
     * Takes the inputs that a person gave, as text or as values, to values of the declared types;
     * checks constraints, fills defaults in. Secret inputs come out as {@link Value.Secret}.
     */
    public static Inputs inputs(Topology topology, Map<String, Value> given) {
        return new InputReader(topology).read(given);
    }

    /** The same for the inputs of one of its workflows. */
    public static Inputs inputs(Topology topology, Workflow workflow, Map<String, Value> given) {
        return new InputReader(topology, workflow.inputs(), "workflow '" + workflow.name() + "'")
                .read(given);
    }

    /** Inputs that may be used when there are no problems. */
    public record Inputs(Map<String, Value> values, List<Problem> problems) {}

    private static List<Problem> sorted(
            Problems problems, List<Source> sources, Map<String, Mapping> roots) {
        Map<String, Integer> order = new HashMap<>();
        sources.forEach(source -> order.putIfAbsent(source.address(), order.size()));
        Map<String, DocumentPath> paths = new HashMap<>();
        return problems.sorted(
                address -> order.getOrDefault(address, Integer.MAX_VALUE),
                (Location at) ->
                        Optional.ofNullable(roots.get(at.address()))
                                .map(root ->
                                        paths.computeIfAbsent(
                                                        at.address(), _ -> new DocumentPath(root))
                                                .of(at))
                                .orElse(""));
    }
}
