package floria.tosca.types;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import floria.tosca.document.ServiceFile;
import floria.tosca.yaml.Mapping;

/**
 * The namespaces that imported files are put into, as the template sees them (TOSCA 1.3 §3.6.8, 2.0
 * §6.9.2): two types of the same name in two of them are different types.
 */
final class Namespaces {
    private final Map<ServiceFile, String> prefixes = new HashMap<>();
    private final Map<String, ServiceFile> owners = new HashMap<>();

    /**
     * @param files the template first
     */
    Namespaces(Collection<ServiceFile> files) {
        files.stream().findFirst().ifPresent(this::spread);
        for (ServiceFile file : files) {
            if (of(file).isEmpty()) {
                claim(file);
            }
        }
        files.forEach(this::claim);
    }

    /** What a template writes before the names of a file; empty if nothing. */
    String of(ServiceFile file) {
        return prefixes.getOrDefault(file, "");
    }

    /** The name of a type, with its namespace if that is needed to tell it from another one. */
    String full(TypeKind kind, String name, ServiceFile file) {
        ServiceFile owner = owners.getOrDefault(kind + " " + name, file);
        return of(file).equals(of(owner)) ? name : of(file) + name;
    }

    /**
     * Files that can be reached without a prefix have none, by whatever others they are imported.
     */
    private void spread(ServiceFile template) {
        Set<ServiceFile> seen = new HashSet<>();
        Deque<ServiceFile> plain = new ArrayDeque<>(Set.of(template));
        Deque<ServiceFile> prefixed = new ArrayDeque<>();
        prefixes.put(template, "");
        while (!plain.isEmpty() || !prefixed.isEmpty()) {
            ServiceFile file = plain.isEmpty() ? prefixed.remove() : plain.remove();
            if (!seen.add(file)) {
                continue;
            }
            for (ServiceFile.Link link : file.links()) {
                String prefix = link.prefix().isEmpty() ? "" : link.prefix() + ":";
                String whole = of(file) + prefix;
                if (whole.isEmpty()) {
                    prefixes.put(link.file(), "");
                    plain.add(link.file());
                } else if (!seen.contains(link.file())) {
                    prefixes.putIfAbsent(link.file(), whole);
                    prefixed.add(link.file());
                }
            }
        }
    }

    private void claim(ServiceFile file) {
        for (TypeKind kind : TypeKind.values()) {
            if (file.root().get(kind.section()).orElse(null) instanceof Mapping types) {
                types.names().forEach(name -> owners.putIfAbsent(kind + " " + name, file));
            }
        }
    }
}
