package floria.lsp.workspace;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import floria.lsp.meaning.Mention;
import floria.lsp.meaning.Mentions;
import floria.lsp.text.Text;
import floria.profiles.Profiles;
import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Problems;
import floria.tosca.source.Fetched;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * The documents that are open in an editor, over the files of the disk and the bundled profiles;
 * and what is known of each. What is known is computed when it is asked for, from the texts of that
 * moment. Safe for use by many threads.
 */
public final class Workspace implements Sources {
    private final Map<String, Document> open = new ConcurrentHashMap<>();
    private final Map<String, Knowledge> known = new ConcurrentHashMap<>();
    private final AtomicInteger epoch = new AtomicInteger();
    private final Place place;
    private final Optional<Bundled> bundled;
    private final Sources profiles = new Profiles();
    private final Optional<Fetched> fetched;

    /**
     * @param folder where bundled files are written for editors to open
     * @param fetched files of the web that were fetched before
     */
    public Workspace(Path folder, Fetched fetched) {
        this.place = new Disk();
        this.bundled = Optional.of(new Bundled(folder));
        this.fetched = Optional.of(fetched);
    }

    /**
     * For an editor on another machine: there are the documents that it opens, as {@code
     * draft:/PATH}, and what Floria brings; no file of this machine is read or written.
     */
    public Workspace() {
        this.place = new Nowhere();
        this.bundled = Optional.empty();
        this.fetched = Optional.empty();
    }

    /** Adds a folder that is open in the editor: imports may reach all of it. */
    public void addFolder(String uri) {
        place.add(uri);
        epoch.incrementAndGet();
    }

    public void removeFolder(String uri) {
        place.remove(uri);
        epoch.incrementAndGet();
    }

    public void opened(String uri, String text, boolean tosca) {
        String address = address(uri);
        open.put(address, new Document(uri, address, new Text(text), tosca));
        epoch.incrementAndGet();
    }

    public void changed(String uri, UnaryOperator<Text> change) {
        open.computeIfPresent(
                address(uri), (_, document) -> document.with(change.apply(document.text())));
    }

    public void closed(String uri) {
        String address = address(uri);
        open.remove(address);
        known.remove(address);
        epoch.incrementAndGet();
    }

    /** Something may have changed on the disk. */
    public void diskChanged() {
        epoch.incrementAndGet();
    }

    public Collection<Document> documents() {
        return List.copyOf(open.values());
    }

    public Optional<Document> document(String uri) {
        return Optional.ofNullable(open.get(address(uri)));
    }

    /** Whether this very document is the one that is open now. */
    public boolean isCurrent(Document document) {
        return open.get(document.address()) == document;
    }

    /** The URI by which an editor opens the file at an address. */
    public String uri(String address) {
        Document document = open.get(address);
        return document != null
                ? document.uri()
                : bundled.flatMap(known -> known.file(address))
                        .or(() -> fetched.flatMap(known -> known.file(address)))
                        .map(Disk::uri)
                        .orElse(address);
    }

    /** Whether the file at an address is one that people write. */
    public boolean isEditable(String address) {
        return open.containsKey(address) ? Bundled.source(address).isEmpty() : place.holds(address);
    }

    /** The text at an address. */
    public Optional<Text> text(String address) {
        Document document = open.get(address);
        return document != null
                ? Optional.of(document.text())
                : Bundled.source(address)
                        .or(() -> fetched.flatMap(known -> known.source(address)))
                        .or(() -> place.read(address))
                        .map(source -> new Text(source.text()));
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        Optional<Source> file =
                place.beside(base, reference)
                        .flatMap(address -> {
                            Document document = open.get(address);
                            return document != null
                                    ? Optional.of(document.source())
                                    : place.read(address);
                        });
        return file.or(() -> Bundled.source(reference))
                .or(() -> profiles.resolve(base, reference))
                .or(() -> fetched.flatMap(known -> known.resolve(base, reference)));
    }

    /** Paths by which a document can import files near it. */
    public List<String> near(Document document) {
        return place.near(document.address());
    }

    /** What is known of the very text of a document, as far as that can be understood. */
    public Knowledge fresh(Document document) {
        Knowledge last = known.get(document.address());
        if (last != null && last.isCurrent(open, epoch.get())) {
            return last;
        }
        Knowledge fresh =
                read(document)
                        .or(() -> Optional.ofNullable(last))
                        .orElseGet(() -> salvage(document));
        if (isCurrent(document)) {
            known.put(document.address(), fresh);
        }
        return fresh;
    }

    /** What was known last, however old: what is asked while typing is answered at once. */
    public Knowledge latest(Document document) {
        Knowledge last = known.get(document.address());
        return last != null ? last : fresh(document);
    }

    /** The names in a template, at the positions of its text now. */
    public List<Mention> mentions(Knowledge knowledge) {
        Document read = knowledge.document();
        Document now = open.getOrDefault(read.address(), read);
        return now == read
                ? knowledge.mentions(read.address())
                : Mentions.in(knowledge.names(now.tree()), _ -> true);
    }

    /** The open templates that read a file, that file itself included. */
    public List<Document> readersOf(String address) {
        return open.values().stream()
                .filter(document -> {
                    Knowledge last = known.get(document.address());
                    return document.address().equals(address)
                            || (last != null && last.addresses().contains(address));
                })
                .toList();
    }

    /** What is known of all templates: those that are open, and those beside them on the disk. */
    public List<Knowledge> everything() {
        List<Knowledge> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Document document : open.values()) {
            if (document.isTemplate() && seen.add(document.address())) {
                all.add(fresh(document));
            }
        }
        for (String address : place.templates()) {
            if (seen.add(address)) {
                place.read(address)
                        .map(source ->
                                new Document(
                                        source.address(),
                                        source.address(),
                                        new Text(source.text()),
                                        false))
                        .filter(Document::isTemplate)
                        .flatMap(this::read)
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    private String address(String uri) {
        return bundled.flatMap(known -> Disk.path(uri).flatMap(known::address))
                .orElseGet(() -> place.normal(uri));
    }

    /** Reads a document but for its topology, whose names its tree has. */
    private Optional<Knowledge> read(Document document) {
        return read(document, Sections.withoutTopology(document.text()));
    }

    private Optional<Knowledge> read(Document document, String part) {
        int now = epoch.get();
        Source source = document.source();
        Loader loader = new Loader(this, new Problems());
        Optional<ServiceFile> file =
                loader.load(new Source(source.address(), part.getBytes(StandardCharsets.UTF_8)));
        List<Source> read = new ArrayList<>(loader.sources());
        read.set(0, source);
        return file.map(found -> new Knowledge(document, found, loader.files(), read, this, now));
    }

    /** What can be known of a text that was never understood: of the sections that can be. */
    private Knowledge salvage(Document document) {
        Source source = document.source();
        return read(document, Sections.readable(document.text(), source.address()))
                .orElseGet(() -> {
                    Version version =
                            document.tree().has("topology_template")
                                    ? Version.SIMPLE_1_3
                                    : Version.TOSCA_2_0;
                    ServiceFile file = ServiceFile.normative(source, version, document.tree());
                    return new Knowledge(
                            document, file, List.of(file), List.of(source), this, epoch.get());
                });
    }
}
