package floria.cli.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import floria.tosca.grammar.Version;
import floria.tosca.migrate.Migration;
import floria.tosca.problem.Problem;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.write.Canonical;

/**
 * A template or type file on this machine in another version of the language.
 *
 * @param text empty if the file has errors
 * @param problems what is left to do, under the name of the file as the person knows it
 * @param sources the files behind those problems
 */
public record Migrated(Optional<String> text, List<Problem> problems, List<Source> sources) {
    public Migrated {
        problems = List.copyOf(problems);
        sources = List.copyOf(sources);
    }

    /** Migrates a file; it is only looked at. */
    public static Migrated read(String file, Path folder, Sources bundled, Version target)
            throws IOException {
        Names names = Names.of(folder.resolve(file).toAbsolutePath().normalize(), file);
        Source source = new Source(names.address(), Files.readAllBytes(names.path()));
        Migration.Result result = Migration.of(source, Folder.at(names.root()).or(bundled), target);
        return new Migrated(
                result.text().map(Source::text),
                result.problems().stream().map(problem -> problem.at(names::of)).toList(),
                result.sources().stream().map(each -> each.at(names.of(each.address()))).toList());
    }

    /** What a template means, in the form that {@link Canonical} gives; empty if it has errors. */
    public static Optional<String> canonical(String file, Path folder, Sources bundled)
            throws IOException {
        Names names = Names.of(folder.resolve(file).toAbsolutePath().normalize(), file);
        Source source = new Source(names.address(), Files.readAllBytes(names.path()));
        return Canonical.text(source, Folder.at(names.root()).or(bundled));
    }
}
