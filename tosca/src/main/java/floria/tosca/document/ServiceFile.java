package floria.tosca.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.tosca.grammar.Version;
import floria.tosca.source.Source;
import floria.tosca.yaml.Mapping;

/** One file that was read, with the files that it imports. */
public final class ServiceFile {
    private final Source source;
    private final Version version;
    private final Mapping root;
    private final List<Link> links = new ArrayList<>();
    private final Map<String, String> repositories = new HashMap<>();

    /**
     * An import that was followed.
     *
     * @param prefix what names of that file are written with here; empty for none
     */
    public record Link(ServiceFile file, String prefix) {}

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

    @Override
    public String toString() {
        return address();
    }
}
