package floria.lsp.workspace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import floria.lsp.meaning.Mention;
import floria.lsp.meaning.Mentions;
import floria.lsp.meaning.Names;
import floria.tosca.document.ServiceFile;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.types.Catalogue;
import floria.tosca.yaml.Mapping;

/**
 * What is known of a template and of all that it imports, at a moment. Safe for use by many
 * threads.
 */
public final class Knowledge {
    private final Document document;
    private final ServiceFile file;
    private final Map<String, ServiceFile> files = new LinkedHashMap<>();
    private final Map<String, Source> read = new LinkedHashMap<>();
    private final Catalogue types;
    private final Sources sources;
    private final int epoch;
    private final Map<String, List<Mention>> mentions = new ConcurrentHashMap<>();

    /**
     * @param document the template
     * @param file what was read of it: at least what its names of types need
     * @param files the template first
     * @param read everything that was opened
     * @param epoch which files were open, and what the disk was like
     */
    Knowledge(
            Document document,
            ServiceFile file,
            List<ServiceFile> files,
            List<Source> read,
            Sources sources,
            int epoch) {
        this.document = document;
        this.file = file;
        files.forEach(each -> this.files.putIfAbsent(each.address(), each));
        read.forEach(each -> this.read.putIfAbsent(each.address(), each));
        this.types = new Catalogue(files);
        this.sources = sources;
        this.epoch = epoch;
    }

    /** The template, with the text that this was read from. */
    public Document document() {
        return document;
    }

    public Catalogue types() {
        return types;
    }

    /** The addresses of the template and of what it imports. */
    public List<String> addresses() {
        return List.copyOf(read.keySet());
    }

    /** Whether nothing has changed since. */
    boolean isCurrent(Map<String, Document> open, int now) {
        return epoch == now
                && read.values().stream()
                        .allMatch(source -> {
                            Document document = open.get(source.address());
                            return document == null || document.source() == source;
                        });
    }

    /** Whether the file at {@code to} is that at {@code from}, or is imported by way of it. */
    public boolean reaches(String from, String to) {
        Set<String> seen = new HashSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(from));
        while (!left.isEmpty()) {
            String address = left.remove();
            ServiceFile at = files.get(address);
            if (address.equals(to)) {
                return true;
            }
            if (at != null && seen.add(address)) {
                at.links().forEach(link -> left.add(link.file().address()));
            }
        }
        return false;
    }

    /** Names in the template, whose text may be newer than what is known. */
    public Names names(Mapping root) {
        return new Names(types, file, root, sources);
    }

    /** All names in one of the files. */
    public List<Mention> mentions(String address) {
        return mentions.computeIfAbsent(
                address,
                _ ->
                        Optional.ofNullable(files.get(address))
                                .map(found -> Mentions.in(names(found), _ -> true))
                                .orElse(List.of()));
    }

    private Names names(ServiceFile found) {
        return found == file
                ? names(document.tree())
                : new Names(types, found, found.root(), sources);
    }
}
