package floria.lsp.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Workspace;

/** Changes that do what the hint of a problem says. */
public final class QuickFixes {
    private static final Pattern MEANT = Pattern.compile("\ndid you mean '(.+)'\\?$");
    private static final Pattern KNOWN = Pattern.compile("\nknown are (.+)$");
    private static final Pattern PATH = Pattern.compile("\nwrite the path alone: - (.+)$");

    private static final Pattern WRITE = Pattern.compile("\\nwrite ([\\w.:-]+)$");
    private static final Pattern QUOTES = Pattern.compile("\\nput it in quotes$");
    private static final Pattern NO_QUOTES = Pattern.compile("\\nwrite it without quotes$");

    private final Workspace workspace;
    private final Document document;
    private final Text text;

    public QuickFixes(Workspace workspace, Document document) {
        this.workspace = workspace;
        this.document = document;
        this.text = document.text();
    }

    /**
     * Fixes for problems that this server found, as an editor hands them back.
     *
     * @param diagnostics at the place in question
     */
    public List<CodeAction> of(List<Diagnostic> diagnostics) {
        List<CodeAction> actions = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            boolean ours = "floria".equals(diagnostic.getSource());
            if (ours && diagnostic.getMessage().isLeft()) {
                String message = diagnostic.getMessage().getLeft();
                Additions.of(workspace, document, message)
                        .ifPresent(edit -> actions.add(addition(diagnostic, edit)));
                List<String> words = words(diagnostic, message);
                for (String word : words) {
                    actions.add(action(diagnostic, word, words.size() == 1));
                }
            }
        }
        return actions;
    }

    /** What may stand in the place of what is wrong. */
    private List<String> words(Diagnostic diagnostic, String message) {
        String old = old(diagnostic);
        if (QUOTES.matcher(message).find()) {
            return old.isBlank() || old.contains("'") || old.contains("\n")
                    ? List.of()
                    : List.of("'" + old + "'");
        }
        if (NO_QUOTES.matcher(message).find()) {
            return isQuoted(old) ? List.of(old.substring(1, old.length() - 1)) : List.of();
        }
        Matcher known = KNOWN.matcher(message);
        if (known.find()) {
            return List.of(known.group(1).split(", "));
        }
        return Stream.of(MEANT, WRITE, PATH)
                .map(pattern -> pattern.matcher(message))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private String old(Diagnostic diagnostic) {
        int start = text.offset(diagnostic.getRange().getStart());
        return text.content().substring(start, text.offset(diagnostic.getRange().getEnd()));
    }

    private static boolean isQuoted(String written) {
        return written.length() > 1
                && "\"'".indexOf(written.charAt(0)) >= 0
                && written.endsWith(written.substring(0, 1));
    }

    private CodeAction addition(Diagnostic diagnostic, Additions.Addition addition) {
        CodeAction action = new CodeAction(addition.title());
        action.setKind(CodeActionKind.QuickFix);
        action.setDiagnostics(List.of(diagnostic));
        action.setIsPreferred(true);
        action.setEdit(new WorkspaceEdit(Map.of(document.uri(), List.of(addition.edit()))));
        return action;
    }

    private CodeAction action(Diagnostic diagnostic, String word, boolean preferred) {
        int start = text.offset(diagnostic.getRange().getStart());
        int end = text.offset(diagnostic.getRange().getEnd());
        if (PATH.matcher(diagnostic.getMessage().getLeft()).find()) {
            // The whole entry is the path, not its key alone.
            end = text.lineEnd(text.lineOf(start));
        }
        String old = text.content().substring(start, end);
        boolean unquote = NO_QUOTES.matcher(diagnostic.getMessage().getLeft()).find();
        String fresh = isQuoted(old) && !unquote ? old.charAt(0) + word + old.charAt(0) : word;
        CodeAction action = new CodeAction("Change to '" + word + "'");
        action.setKind(CodeActionKind.QuickFix);
        action.setDiagnostics(List.of(diagnostic));
        action.setIsPreferred(preferred);
        action.setEdit(
                new WorkspaceEdit(
                        Map.of(
                                document.uri(),
                                List.of(new TextEdit(text.range(start, end), fresh)))));
        return action;
    }
}
