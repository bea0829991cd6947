package floria.lsp.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;

import floria.lsp.grammar.Role;
import floria.lsp.meaning.Meaning;
import floria.lsp.meaning.Mention;
import floria.lsp.workspace.Knowledge;

/** What a name means, where it is declared, and where it is used. */
public final class Navigation {
    private final View view;
    private final Places places;

    public Navigation(View view) {
        this.view = view;
        this.places = new Places(view.workspace());
    }

    public Optional<Hover> hover(Position position) {
        return view.at(position)
                .filter(mention -> mention.role() != Role.IMPORT && mention.role() != Role.FILE)
                .flatMap(mention -> mention.meaning().map(meaning -> hover(mention, meaning)))
                .or(() -> Words.at(view, position));
    }

    private Hover hover(Mention mention, Meaning meaning) {
        String text = new Description(view.knowledge().types()).of(meaning);
        return new Hover(
                new MarkupContent(MarkupKind.MARKDOWN, text), view.text().range(mention.at()));
    }

    public List<Location> definition(Position position) {
        return view.at(position).flatMap(Mention::meaning).map(Meaning::at).map(places::of).stream()
                .toList();
    }

    public List<Location> references(Position position, boolean declaration) {
        return uses(position).stream()
                .filter(use -> declaration || !use.declares())
                .map(use -> places.of(use.at()))
                .toList();
    }

    public List<DocumentHighlight> highlights(Position position) {
        Optional<Meaning> wanted = view.at(position).flatMap(Mention::meaning);
        return wanted.stream()
                .flatMap(meaning -> view.all().stream().filter(each -> means(each, meaning)))
                .map(each -> new DocumentHighlight(view.text().range(each.at())))
                .toList();
    }

    /** All names for what the name at a position stands for, in all templates. */
    List<Mention> uses(Position position) {
        Optional<Meaning> wanted = view.at(position).flatMap(Mention::meaning);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Mention> uses = new ArrayList<>();
        Set<floria.tosca.problem.Location> seen = new HashSet<>();
        Set<String> files = new HashSet<>();
        List<Knowledge> all = view.workspace().everything();
        for (Knowledge knowledge : all) {
            files.add(knowledge.document().address());
            gather(view.workspace().mentions(knowledge), wanted.get(), seen, uses);
        }
        for (Knowledge knowledge : all) {
            for (String address : knowledge.addresses()) {
                if (files.add(address)) {
                    gather(knowledge.mentions(address), wanted.get(), seen, uses);
                }
            }
        }
        return uses;
    }

    private static void gather(
            List<Mention> mentions,
            Meaning wanted,
            Set<floria.tosca.problem.Location> seen,
            List<Mention> uses) {
        mentions.stream()
                .filter(mention -> means(mention, wanted) && seen.add(mention.at()))
                .forEach(uses::add);
    }

    private static boolean means(Mention mention, Meaning wanted) {
        return mention.meaning()
                .filter(meaning ->
                        meaning.role() != Role.ENTITY && meaning.at().equals(wanted.at()))
                .isPresent();
    }
}
