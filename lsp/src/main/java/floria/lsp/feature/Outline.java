package floria.lsp.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.SymbolKind;

import floria.lsp.grammar.Role;
import floria.lsp.meaning.Mention;
import floria.lsp.text.Text;

/** What a document declares, as a tree. */
public final class Outline {
    private final View view;

    public Outline(View view) {
        this.view = view;
    }

    /** A symbol with the end of its stretch. */
    private record Open(DocumentSymbol symbol, int end) {}

    public List<DocumentSymbol> symbols() {
        Text text = view.text();
        List<DocumentSymbol> top = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        List<Mention> declared =
                view.declared().stream()
                        .filter(mention -> !mention.name().isBlank())
                        .sorted(Comparator.comparingInt(each -> text.start(each.at())))
                        .toList();
        for (Mention mention : declared) {
            int start = text.start(mention.at());
            int end = end(mention, text);
            DocumentSymbol symbol =
                    new DocumentSymbol(
                            mention.name(),
                            kind(mention.role()),
                            text.range(start, end),
                            text.range(mention.at()),
                            mention.meaning().map(Description::brief).orElse(""),
                            new ArrayList<>());
            while (!open.isEmpty() && open.peek().end < end) {
                open.pop();
            }
            if (open.isEmpty()) {
                top.add(symbol);
            } else {
                open.peek().symbol.getChildren().add(symbol);
            }
            open.push(new Open(symbol, end));
        }
        return top;
    }

    /** The end of an entry; of one whose value stands elsewhere, that of its key. */
    private int end(Mention mention, Text text) {
        int key = text.end(mention.at());
        return mention.entry()
                .map(entry -> entry.value().location())
                .filter(at -> at.address().equals(view.document().address()))
                .map(at -> Math.max(key, text.end(at)))
                .orElse(key);
    }

    private static SymbolKind kind(Role role) {
        return switch (role) {
            case DATA_TYPE -> SymbolKind.Struct;
            case INTERFACE_TYPE, INTERFACE -> SymbolKind.Interface;
            case ARTIFACT_TYPE,
                    CAPABILITY_TYPE,
                    RELATIONSHIP_TYPE,
                    NODE_TYPE,
                    GROUP_TYPE,
                    POLICY_TYPE ->
                    SymbolKind.Class;
            case INPUT, PARAMETER -> SymbolKind.Variable;
            case OUTPUT -> SymbolKind.Constant;
            case NODE, TARGET, MEMBER, ENTITY -> SymbolKind.Object;
            case PROPERTY, PART -> SymbolKind.Property;
            case ATTRIBUTE -> SymbolKind.Field;
            case OPERATION, NOTIFICATION -> SymbolKind.Method;
            case WORKFLOW, STEP, FUNCTION -> SymbolKind.Function;
            case TRIGGER -> SymbolKind.Event;
            case GROUP, POLICY -> SymbolKind.Package;
            case IMPORT, FILE, ARTIFACT, REPOSITORY -> SymbolKind.File;
            case RELATIONSHIP, RELATION, REQUIREMENT, CAPABILITY, TARGET_CAPABILITY ->
                    SymbolKind.Key;
        };
    }
}
