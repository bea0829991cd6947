package floria.lsp.feature;

import java.util.List;
import java.util.Optional;

import org.eclipse.lsp4j.Position;

import floria.lsp.meaning.Mention;
import floria.lsp.meaning.Mentions;
import floria.lsp.meaning.Names;
import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Knowledge;
import floria.lsp.workspace.Workspace;

/** A document with what is known of it: what most questions are answered from. */
public record View(Workspace workspace, Document document, Knowledge knowledge, Names names) {

    /** The document as it is now. */
    public static View of(Workspace workspace, Document document) {
        Knowledge knowledge = workspace.fresh(document);
        return new View(workspace, document, knowledge, knowledge.names(document.tree()));
    }

    Text text() {
        return document.text();
    }

    /** The name at a position, or right before it. */
    Optional<Mention> at(Position position) {
        int offset = text().offset(position);
        return Mentions.in(names, at -> text().touches(at, offset)).stream()
                .filter(mention -> isHere(mention) && text().touches(mention.at(), offset))
                .findFirst();
    }

    List<Mention> all() {
        return Mentions.in(names, _ -> true).stream().filter(this::isHere).toList();
    }

    /** The names that the document declares, in the order of the walk. */
    List<Mention> declared() {
        return Mentions.declared(names).stream().filter(this::isHere).toList();
    }

    private boolean isHere(Mention mention) {
        return mention.at().address().equals(document.address());
    }
}
