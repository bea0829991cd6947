package floria.lsp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

import floria.lsp.feature.Completion;
import floria.lsp.feature.Formatting;
import floria.lsp.feature.Navigation;
import floria.lsp.feature.Outline;
import floria.lsp.feature.QuickFixes;
import floria.lsp.feature.Rename;
import floria.lsp.feature.View;
import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Workspace;

/**
 * Keeps the texts of an editor, in the order of its messages, and answers what it asks about them,
 * each question on a thread of its own.
 */
final class Documents implements TextDocumentService {
    private final Workspace workspace;
    private final Checks checks;
    // Answers are computed, not waited for: virtual threads would keep the reader from its turn.
    private final Executor threads = task -> Thread.ofPlatform().daemon().start(task);
    private volatile boolean snippets;

    Documents(Workspace workspace, Checks checks) {
        this.workspace = workspace;
        this.checks = checks;
    }

    /** Whether the editor knows places to fill in. */
    void snippets(boolean known) {
        snippets = known;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        TextDocumentItem item = params.getTextDocument();
        workspace.opened(item.getUri(), item.getText(), "tosca".equals(item.getLanguageId()));
        // Those that lack a file may have found it.
        checks.all();
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        workspace.changed(uri, text -> changed(text, params.getContentChanges()));
        checks.changed(uri);
    }

    private static Text changed(Text text, List<TextDocumentContentChangeEvent> changes) {
        Text fresh = text;
        for (TextDocumentContentChangeEvent change : changes) {
            @Nullable Range range = change.getRange();
            fresh =
                    range == null
                            ? new Text(change.getText())
                            : fresh.with(range, change.getText());
        }
        return fresh;
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        workspace.diskChanged();
        checks.all();
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        workspace.closed(uri);
        checks.closed(uri);
        checks.all();
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
            CompletionParams params) {
        return ask(
                params.getTextDocument(),
                document ->
                        document.mayBecomeTemplate()
                                ? Either.forRight(
                                        new Completion(
                                                        workspace,
                                                        document,
                                                        params.getPosition(),
                                                        snippets)
                                                .list())
                                : Either.forLeft(List.of()),
                Either.forLeft(List.of()));
    }

    @Override
    // The protocol answers null where there is nothing.
    @SuppressWarnings("NullAway")
    public CompletableFuture<Hover> hover(HoverParams params) {
        return look(
                params.getTextDocument(),
                view -> new Navigation(view).hover(params.getPosition()).orElse(null),
                null);
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
            definition(DefinitionParams params) {
        return look(
                params.getTextDocument(),
                view -> Either.forLeft(new Navigation(view).definition(params.getPosition())),
                Either.forLeft(List.of()));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return look(
                params.getTextDocument(),
                view ->
                        new Navigation(view)
                                .references(
                                        params.getPosition(),
                                        params.getContext().isIncludeDeclaration()),
                List.of());
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
            DocumentHighlightParams params) {
        return look(
                params.getTextDocument(),
                view -> new Navigation(view).highlights(params.getPosition()),
                List.of());
    }

    @Override
    // The protocol answers null where there is nothing.
    @SuppressWarnings("NullAway")
    public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
            prepareRename(PrepareRenameParams params) {
        return look(
                params.getTextDocument(),
                view ->
                        new Rename(view)
                                .range(params.getPosition())
                                .map(
                                        Either3
                                                ::<Range, PrepareRenameResult,
                                                        PrepareRenameDefaultBehavior>forFirst)
                                .orElse(null),
                null);
    }

    @Override
    public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
        return look(
                params.getTextDocument(),
                view -> {
                    try {
                        return new Rename(view).rename(params.getPosition(), params.getNewName());
                    } catch (Rename.Refused refused) {
                        throw new ResponseErrorException(
                                new ResponseError(
                                        ResponseErrorCode.RequestFailed,
                                        refused.getMessage(),
                                        null));
                    }
                },
                new WorkspaceEdit());
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams params) {
        return look(
                params.getTextDocument(),
                view ->
                        new Outline(view)
                                .symbols().stream()
                                        .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                                        .toList(),
                List.of());
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return ask(
                params.getTextDocument(),
                document -> document.isTemplate() ? Formatting.edits(document) : List.of(),
                List.of());
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> rangeFormatting(
            DocumentRangeFormattingParams params) {
        return ask(
                params.getTextDocument(),
                document ->
                        document.isTemplate()
                                ? Formatting.edits(document, params.getRange())
                                : List.of(),
                List.of());
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(
            CodeActionParams params) {
        return ask(
                params.getTextDocument(),
                document ->
                        new QuickFixes(workspace, document)
                                .of(params.getContext().getDiagnostics()).stream()
                                        .map(Either::<Command, CodeAction>forRight)
                                        .toList(),
                List.of());
    }

    /** Answers from a template and what is known of it; {@code nothing} about other files. */
    private <T extends @Nullable Object> CompletableFuture<T> look(
            TextDocumentIdentifier id, Function<View, T> answer, T nothing) {
        return ask(
                id,
                document ->
                        document.isTemplate()
                                ? answer.apply(View.of(workspace, document))
                                : nothing,
                nothing);
    }

    private <T extends @Nullable Object> CompletableFuture<T> ask(
            TextDocumentIdentifier id, Function<Document, T> answer, T nothing) {
        // The text is that of the moment of the question; later changes are for later questions.
        Optional<Document> document = workspace.document(id.getUri());
        return CompletableFuture.supplyAsync(
                () -> document.isPresent() ? answer.apply(document.get()) : nothing, threads);
    }
}
