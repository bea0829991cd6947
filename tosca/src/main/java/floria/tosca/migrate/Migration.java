package floria.tosca.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.diff.Difference;
import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.edit.Draft;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.problem.Severity;
import floria.tosca.rewrite.Rewriting;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * Rewrites a file of TOSCA 1.0 to 1.3 to 1.3 or 2.0. What the rules do not mean stays to the byte.
 * The result is read again: what the target version has no words for, and whatever would mean
 * something else, is told and never dropped in silence.
 */
public final class Migration {
    private final Source file;
    private final Sources sources;
    private final Version target;
    private final List<Problem> problems = new ArrayList<>();

    private Migration(Source file, Sources sources, Version target) {
        this.file = file;
        this.sources = sources;
        this.target = target;
    }

    /**
     * What came of it.
     *
     * @param text empty if the file has errors, which are then the problems
     * @param problems what is left to do, at its place in the new text; errors if the new text is
     *     not valid or means something else
     * @param sources the files behind the problems
     */
    public record Result(Optional<Source> text, List<Problem> problems, List<Source> sources) {
        public Result {
            problems = List.copyOf(problems);
            sources = List.copyOf(sources);
        }

        /** Whether the new text is valid and means the same. */
        public boolean whole() {
            return problems.stream().noneMatch(Problem::isError);
        }
    }

    /**
     * Rewrites a template or a type file. What it imports is read as it is.
     *
     * @param target 1.3 or 2.0
     */
    public static Result of(Source file, Sources sources, Version target) {
        return new Migration(file, sources, target).run();
    }

    private Result run() {
        Reading before = Tosca.read(file, sources);
        if (before.hasErrors()) {
            return new Result(Optional.empty(), before.problems(), before.sources());
        }
        Loader loader = new Loader(sources, new Problems());
        Optional<ServiceFile> loaded = loader.load(file);
        Optional<Source> result = Rewriting.of(file, sources, target);
        if (loaded.isEmpty() || result.isEmpty()) {
            return new Result(Optional.of(file), List.of(), List.of(file));
        }
        Reading after = Tosca.read(result.get(), sources);
        check(before, after, result.get(), loaded.get());
        return new Result(result, problems, after.sources());
    }

    /** Reads the result as whoever gets it will. */
    private void check(Reading before, Reading after, Source result, ServiceFile loaded) {
        for (Problem problem : after.problems()) {
            boolean here = problem.location().address().equals(file.address());
            if (problem.isError() || (here && problem.code().equals("keyname-of-other-version"))) {
                problems.add(problem);
            }
        }
        if (before.topology().isPresent() && after.topology().isPresent()) {
            Difference.between(before.topology().get(), after.topology().get()).stream()
                    .filter(difference -> !isOfTheVersion(difference))
                    .forEach(difference -> changed(difference, result));
        }
        imports(loaded, result);
    }

    /** That the version is another one, and that names of the template are metadata in 2.0. */
    private static boolean isOfTheVersion(Difference difference) {
        return difference.path().equals(List.of("version"))
                || (difference.path().getFirst().equals("metadata")
                        && difference.before().isEmpty());
    }

    private void changed(Difference difference, Source result) {
        problems.add(
                problem(
                        Severity.ERROR,
                        "migrated-meaning",
                        Location.startOf(result.address()),
                        "this means something else than before: " + difference,
                        Optional.of("floria diff shows what the two files mean differently")));
    }

    private void imports(ServiceFile loaded, Source result) {
        Mapping root = Draft.of(result.text()).root();
        List<Node> items =
                root.get("imports").orElse(null) instanceof Node.Sequence(List<Node> all, _)
                        ? all
                        : List.of();
        for (ServiceFile.Link link : loaded.links()) {
            Version version = link.file().version();
            String address = link.file().address();
            if (version.isAtLeast(target) || address.startsWith("profile:")) {
                continue;
            }
            String name = address.replaceFirst("^.*[/:]", "");
            Location at =
                    items.stream()
                            .filter(item -> mentions(item, name))
                            .findFirst()
                            .map(Node::location)
                            .orElse(Location.startOf(result.address()));
            problems.add(
                    problem(
                            Severity.WARNING,
                            "import-not-migrated",
                            new Location(
                                    result.address(),
                                    at.line(),
                                    at.column(),
                                    at.endLine(),
                                    at.endColumn()),
                            "'%s' is a file of %s still".formatted(name, version),
                            Optional.of("migrate it too; it is read as it is until then")));
        }
    }

    private static boolean mentions(Node node, String name) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.text().endsWith(name);
            case Mapping map ->
                    map.entries().stream().anyMatch(entry -> mentions(entry.value(), name));
            case Node.Sequence _ -> false;
        };
    }

    private static Problem problem(
            Severity severity, String code, Location at, String message, Optional<String> hint) {
        return new Problem(code, severity, message, at, "", hint, List.of());
    }
}
