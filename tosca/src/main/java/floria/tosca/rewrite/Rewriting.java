package floria.tosca.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.edit.Changes;
import floria.tosca.edit.Draft;
import floria.tosca.grammar.Version;
import floria.tosca.problem.Problem;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.template.TopologyReader;
import floria.tosca.types.TypeTable;

/** Writes a file as a later version of the language has it, and leaves all else as it is. */
public final class Rewriting {

    private Rewriting() {}

    /**
     * The file with the same address; empty if it cannot be understood, or is of that version
     * already.
     *
     * @param target 1.3 or 2.0
     * @throws floria.tosca.edit.EditRefused when the file is not YAML
     */
    public static Optional<Source> of(Source source, Sources sources, Version target) {
        Problems problems = new Problems();
        Loader loader = new Loader(sources, problems);
        Optional<ServiceFile> file =
                loader.load(source).filter(loaded -> !loaded.version().isAtLeast(target));
        return file.map(loaded -> {
            TypeTable types = new TypeTable(loader.files(), sources, problems);
            types.readAll();
            new TopologyReader(loaded, types, problems).read();
            Draft draft = Draft.of(source.text());
            if (target == Version.TOSCA_2_0) {
                Changes changes = new Changes(draft);
                new Spelling(draft.root()).mend(of(source, problems), changes);
                draft = changes.made();
            }
            for (Rule rule : Rules.to(target)) {
                Changes changes = new Changes(draft);
                Situation situation = new Situation(target, loaded, types, draft.root());
                Elements.of(draft.root())
                        .forEach(element -> rule.rewrite(element, changes, situation));
                draft = changes.made();
            }
            return new Source(source.address(), draft.text().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static List<Problem> of(Source source, Problems problems) {
        return problems.sorted(_ -> 0, _ -> "").stream()
                .filter(problem -> problem.location().address().equals(source.address()))
                .toList();
    }
}
