package floria.tosca.rewrite;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.edit.EditRefused;
import floria.tosca.grammar.Version;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * What a template of TOSCA 2.0 imports: files of 1.x, such as type files of others, come as they
 * would be written in 2.0, so that all files have one grammar. Safe for use by many threads.
 */
public final class Newer implements Sources {
    private static final Pattern VERSION =
            Pattern.compile("(?m)^[\"']?tosca_definitions_version[\"']?\\s*:\\s*[\"']?(\\w+)");

    /** Only files that say something: those that stand for the normative types do not. */
    private static final Pattern CONTENT =
            Pattern.compile("(?m)^(\\w+_types|topology_template)\\s*:");

    private final Sources sources;
    private final boolean needed;
    private final Map<String, Source> rewritten = new ConcurrentHashMap<>();

    /**
     * What {@code template} imports from {@code sources}; if it is none of 2.0, that is what is
     * there.
     */
    public Newer(Source template, Sources sources) {
        this.sources = sources;
        this.needed = version(template).equals(Optional.of(Version.TOSCA_2_0));
    }

    /** The addresses of files that were of 1.x. */
    public Set<String> rewritten() {
        return Set.copyOf(rewritten.keySet());
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        return sources.resolve(base, reference)
                .map(source -> needed && isOld(source) ? newer(source) : source);
    }

    private static boolean isOld(Source source) {
        return version(source).filter(Version::isSimple).isPresent()
                && CONTENT.matcher(source.text()).find();
    }

    private Source newer(Source source) {
        Source known = rewritten.get(source.address());
        if (known == null) {
            known = rewritten(source);
            rewritten.put(source.address(), known);
        }
        return known;
    }

    private Source rewritten(Source source) {
        try {
            return Rewriting.of(source, sources, Version.TOSCA_2_0).orElse(source);
        } catch (EditRefused _) {
            // What is wrong with it is found when it is read.
            return source;
        }
    }

    private static Optional<Version> version(Source source) {
        boolean yaml = source.address().endsWith(".yaml") || source.address().endsWith(".yml");
        Matcher found = VERSION.matcher(yaml ? source.text() : "");
        return found.find() ? Version.of(found.group(1)) : Optional.empty();
    }
}
