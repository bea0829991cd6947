package floria.lsp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

import floria.lsp.workspace.Workspace;

/** One editor's server, from its first question to its last. */
final class Server implements LanguageServer {
    private final Workspace workspace;
    private final Checks checks;
    private final Documents documents;
    private final Folders folders;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private boolean shutDown;

    /**
     * @param pause how long to wait for the next change before checking
     */
    Server(Workspace workspace, Duration pause) {
        this.workspace = workspace;
        this.checks = new Checks(workspace, pause);
        this.documents = new Documents(workspace, checks);
        this.folders = new Folders(workspace, checks);
    }

    void connect(LanguageClient client) {
        checks.connect(client);
    }

    /** Is done when the editor is, with the exit code. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        Optional.ofNullable(params.getWorkspaceFolders())
                .orElse(List.of())
                .forEach(folder -> workspace.addFolder(folder.getUri()));
        documents.snippets(
                Optional.ofNullable(params.getCapabilities())
                        .map(ClientCapabilities::getTextDocument)
                        .map(TextDocumentClientCapabilities::getCompletion)
                        .map(CompletionCapabilities::getCompletionItem)
                        .map(CompletionItemCapabilities::getSnippetSupport)
                        .orElse(false));
        ServerInfo info =
                new ServerInfo("floria", Server.class.getPackage().getImplementationVersion());
        return CompletableFuture.completedFuture(new InitializeResult(capabilities(), info));
    }

    private static ServerCapabilities capabilities() {
        TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
        sync.setOpenClose(true);
        sync.setChange(TextDocumentSyncKind.Incremental);
        sync.setSave(new SaveOptions(false));
        WorkspaceFoldersOptions folders = new WorkspaceFoldersOptions();
        folders.setSupported(true);
        folders.setChangeNotifications(true);
        ServerCapabilities all = new ServerCapabilities();
        all.setTextDocumentSync(sync);
        all.setCompletionProvider(
                new CompletionOptions(false, List.of(":", " ", "[", "{", ",", ".", "$", "-")));
        all.setHoverProvider(true);
        all.setDefinitionProvider(true);
        all.setReferencesProvider(true);
        all.setDocumentHighlightProvider(true);
        all.setRenameProvider(new RenameOptions(true));
        all.setDocumentSymbolProvider(true);
        all.setDocumentFormattingProvider(true);
        all.setDocumentRangeFormattingProvider(true);
        all.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
        all.setWorkspace(new WorkspaceServerCapabilities(folders));
        return all;
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        checks.close();
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        ended.complete(shutDown ? 0 : 1);
    }

    @Override
    public void setTrace(SetTraceParams params) {
        // There is nothing to trace.
    }

    @Override
    public Documents getTextDocumentService() {
        return documents;
    }

    @Override
    public Folders getWorkspaceService() {
        return folders;
    }
}
