package floria.tosca.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.tosca.grammar.Version;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.yaml.Mapping;

/** One file that was read, with the files that it imports. */
public final class ServiceFile {
    private final Source source;
    private final Version version;
    private final Mapping root;
    private final List<Link> links = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, String> repositories = new HashMap<>();

    /**
     * An import that was followed.
     *
     * @param prefix what names of that file are written with here; empty for none
     */
    public record Link(ServiceFile file, String prefix) {}

    /**
     * An import that could not be followed.
     *
     * @param problem what was said about it
     */
    private record Gap(String prefix, Problems.Draft problem) {}

    ServiceFile(Source source, Version version, Mapping root) {
        this.source = source;
        this.version = version;
        this.root = root;
    }

    /** A file of normative types, which imports nothing. */
    public static ServiceFile normative(Source source, Version version, Mapping root) {
        return new ServiceFile(source, version, root);
    }

    public Source source() {
        return source;
    }

    public String address() {
        return source.address();
    }

    public Version version() {
        return version;
    }

    public Mapping root() {
        return root;
    }

    /** Whether it has templates, and is no mere part of a service. */
    public boolean hasTopology() {
        return root.has("topology_template") || root.has("service_template");
    }

    public List<Link> links() {
        return Collections.unmodifiableList(links);
    }

    /** The addresses of repositories by name: its own, and those of what it imports. */
    public Map<String, String> repositories() {
        if (repositories.isEmpty()) {
            gather(repositories, new HashSet<>());
        }
        return repositories;
    }

    private void gather(Map<String, String> all, Set<ServiceFile> asked) {
        if (asked.add(this)) {
            Repositories.of(root).forEach(all::putIfAbsent);
            links.forEach(link -> link.file().gather(all, asked));
        }
    }

    void link(ServiceFile file, String prefix) {
        links.add(new Link(file, prefix));
        repositories.clear();
    }

    void gap(String prefix, Problems.Draft problem) {
        gaps.add(new Gap(prefix, problem));
    }

    /** What was said about an import that could have brought {@code name}. */
    public Optional<Problems.Draft> missing(String name) {
        return missing(name, new HashSet<>());
    }

    private Optional<Problems.Draft> missing(String name, Set<String> asked) {
        if (!asked.add(System.identityHashCode(this) + " " + name)) {
            return Optional.empty();
        }
        return gaps.stream()
                .filter(gap -> within(gap.prefix(), name).isPresent())
                .map(Gap::problem)
                .findFirst()
                .or(() ->
                        links.stream()
                                .flatMap(link ->
                                        within(link.prefix(), name)
                                                .flatMap(rest -> link.file().missing(rest, asked))
                                                .stream())
                                .findFirst());
    }

    /** A name without the prefix that an import gives to all names of its file. */
    private static Optional<String> within(String prefix, String name) {
        if (prefix.isEmpty()) {
            return Optional.of(name);
        }
        return name.startsWith(prefix + ":") || name.startsWith(prefix + ".")
                ? Optional.of(name.substring(prefix.length() + 1))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return address();
    }
}
