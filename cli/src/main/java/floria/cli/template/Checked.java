package floria.cli.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Severity;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * What is wrong with a template or an archive of one on this machine. It is only looked at:
 * references to other files are followed wherever they lead.
 *
 * @param file as the person named it
 * @param problems in the files as the person knows them
 * @param sources the files behind those problems
 */
public record Checked(String file, List<Problem> problems, List<Source> sources) {
    private static final String SCHEME = "file:";
    private static final long LARGEST = 64L << 20;

    public Checked {
        problems = List.copyOf(problems);
        sources = List.copyOf(sources);
    }

    /**
     * Checks a file; whatever it is, an answer comes.
     *
     * @param folder the working folder, which {@code file} is relative to
     * @param library what templates may import besides files
     * @param strict whether what is tolerated counts as an error
     */
    public static Checked read(String file, Path folder, Sources library, boolean strict) {
        try {
            Path path = folder.resolve(file).toAbsolutePath().normalize();
            Optional<String> hindrance = hindrance(path);
            return hindrance.isPresent()
                    ? unreadable(file, hindrance.get())
                    : check(file, path, library, strict);
        } catch (NoSuchFileException e) {
            return unreadable(file, "there is no such file");
        } catch (IOException | InvalidPathException e) {
            return unreadable(file, "it cannot be read: " + e.getMessage());
        }
    }

    public boolean valid() {
        return problems.stream().noneMatch(Problem::isError);
    }

    private static Checked check(String file, Path path, Sources library, boolean strict)
            throws IOException {
        Names names = Names.of(path, file);
        Source source = new Source(names.address(), Files.readAllBytes(path));
        Reading reading = Tosca.read(source, Folder.at(names.root()).or(library));
        return new Checked(
                file,
                reading.problems().stream()
                        .map(problem -> strict ? problem.strictly() : problem)
                        .map(problem -> problem.at(names::of))
                        .toList(),
                reading.sources().stream().map(each -> each.at(names.of(each.address()))).toList());
    }

    /** Why a file is not read at all; devices and pipes may never end. */
    private static Optional<String> hindrance(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return Optional.of("it is a folder");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return Optional.of("it is not a file");
        }
        long size = Files.size(path);
        return size <= LARGEST
                ? Optional.empty()
                : Optional.of(
                        "it has %d MB, and at most %d MB are read"
                                .formatted(size >> 20, LARGEST >> 20));
    }

    private static Checked unreadable(String file, String why) {
        return new Checked(
                file,
                List.of(
                        new Problem(
                                "unreadable-file",
                                Severity.ERROR,
                                "%s is not checked: %s".formatted(file, why),
                                Location.startOf(SCHEME + file),
                                "",
                                Optional.of(
                                        "give the path of a TOSCA template or of an archive of one"),
                                List.of())),
                List.of());
    }
}
