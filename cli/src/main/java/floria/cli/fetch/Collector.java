package floria.cli.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import floria.tosca.Tosca;
import floria.tosca.archive.Archive;
import floria.tosca.document.Loader;
import floria.tosca.problem.Problems;
import floria.tosca.source.Fetched;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.source.WebAddress;

/**
 * Fetches all that templates import from the web, what that imports, and at last the files that
 * types from there name. Each address is asked for once. For one run of one command.
 */
public final class Collector {
    private final Web web;
    private final Fetched kept;
    private final Sources bundled;
    private final Bounds bounds;
    private final Consumer<Outcome> told;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> here = new LinkedHashSet<>();
    private long bytes;

    /**
     * @param kept where files are kept
     * @param bundled what is never fetched, since it is here anyway
     * @param told is told of each address at once
     */
    public Collector(
            Web web, Fetched kept, Sources bundled, Bounds bounds, Consumer<Outcome> told) {
        this.web = web;
        this.kept = kept;
        this.bundled = bundled;
        this.bounds = bounds;
        this.told = told;
    }

    /** Fetches an address that a person gave, and what the file there imports. */
    public void address(String address) {
        if (bundled.resolve("", address).isPresent()) {
            told.accept(Outcome.of(address, Outcome.Result.BUNDLED, 0));
            return;
        }
        fetch(address, false);
        fetched("", address).ifPresent(source -> template(source, (_, _) -> Optional.empty()));
    }

    /**
     * Fetches what a template or an archive of one imports.
     *
     * @param files the files beside it
     */
    public void template(Source template, Sources files) {
        Sources local = files.or(bundled);
        for (int depth = 0; true; depth++) {
            Set<String> wanted = imports(template, local.or(this::fetched));
            wanted.removeAll(asked);
            if (wanted.isEmpty()) {
                break;
            }
            if (depth == bounds.depth()) {
                wanted.forEach(address ->
                        refused(
                                address,
                                "imports of imports are fetched %d deep",
                                bounds.depth(),
                                false));
                return;
            }
            wanted.forEach(address -> fetch(address, false));
        }
        Set<String> artifacts = new LinkedHashSet<>();
        Sources all = local.or(this::fetched);
        Tosca.read(
                template,
                all.or((base, reference) -> {
                    if (WebAddress.is(base)) {
                        WebAddress.of(base, reference).ifPresent(artifacts::add);
                    }
                    return Optional.empty();
                }));
        artifacts.removeAll(asked);
        artifacts.forEach(address -> fetch(address, true));
    }

    private static Set<String> imports(Source template, Sources sources) {
        Set<String> missing = new LinkedHashSet<>();
        if (!Archive.is(template)) {
            missing.addAll(missing(template, sources));
            return missing;
        }
        Archive archive = Archive.open(template);
        Stream.concat(archive.entry().stream(), archive.others().stream())
                .forEach(each -> missing.addAll(missing(each, archive.within(sources))));
        return missing;
    }

    private static List<String> missing(Source template, Sources sources) {
        Loader loader = new Loader(sources, new Problems());
        loader.load(template);
        return new ArrayList<>(loader.missing());
    }

    /** What this run has fetched, and found to be still as it was. */
    private Optional<Source> fetched(String base, String reference) {
        return WebAddress.of(base, reference).filter(here::contains).flatMap(kept::source);
    }

    /**
     * @param spare whether types can be read without it
     */
    private void fetch(String address, boolean spare) {
        if (!asked.add(address)) {
            return;
        }
        if (asked.size() > bounds.files()) {
            refused(address, "at most %d files are fetched", bounds.files(), spare);
            return;
        }
        if (bytes > bounds.total()) {
            refused(address, "at most %d MB are fetched", (int) (bounds.total() >> 20), spare);
            return;
        }
        try {
            Optional<Fetched.Entry> known = kept.entry(address);
            switch (web.get(address, known)) {
                case Web.Found.Unchanged _ -> {
                    here.add(address);
                    told.accept(Outcome.of(address, Outcome.Result.UNCHANGED, 0));
                }
                case Web.Found.Content(var content, var tag, var modified) -> {
                    bytes += content.length;
                    Fetched.Entry now = kept.keep(address, content, tag, modified);
                    boolean same =
                            known.filter(old -> old.content().equals(now.content())).isPresent();
                    here.add(address);
                    told.accept(
                            Outcome.of(
                                    address,
                                    same ? Outcome.Result.UNCHANGED : Outcome.Result.FETCHED,
                                    content.length));
                }
            }
        } catch (Unfetched e) {
            if (kept.entry(address).isPresent()) {
                here.add(address); // what it imports can still be fetched
            }
            told.accept(Outcome.failed(address, e.message(), e.hint(), spare));
        } catch (IOException e) {
            told.accept(
                    Outcome.failed(
                            address,
                            "it cannot be kept: " + e.getMessage(),
                            "look at the free space and the rights of the cache's folder",
                            spare));
        }
    }

    private void refused(String address, String rule, int limit, boolean spare) {
        asked.add(address);
        told.accept(
                Outcome.failed(
                        address,
                        rule.formatted(limit),
                        "no sound template needs as many; look at what it imports",
                        spare));
    }
}
