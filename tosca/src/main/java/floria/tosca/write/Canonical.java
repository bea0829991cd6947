package floria.tosca.write;

import java.util.List;
import java.util.Optional;

import floria.tosca.Tosca;
import floria.tosca.edit.Draft;
import floria.tosca.grammar.Version;
import floria.tosca.model.Topology;
import floria.tosca.rewrite.Rewriting;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * The canonical form of a template: what it means, written in TOSCA 2.0, with all that is found out
 * by reading it. Two templates of the same types mean the same if their service templates are equal
 * in this form.
 */
public final class Canonical {
    private static final List<String> PLACE = List.of("service_template");

    private Canonical() {}

    /**
     * The template with its types, imports and head as they are, and its service template written
     * anew; empty if it has errors. Secrets that stand in the template are in it.
     */
    public static Optional<String> text(Source template, Sources sources) {
        return Tosca.read(template, sources)
                .topology()
                .map(topology -> {
                    Source newer =
                            Rewriting.of(template, sources, Version.TOSCA_2_0).orElse(template);
                    return write(Draft.of(newer.text()), topology);
                });
    }

    private static String write(Draft draft, Topology topology) {
        return draft.has(PLACE)
                ? draft.set(PLACE, ServiceWriter.write(topology)).text()
                : draft.text();
    }
}
