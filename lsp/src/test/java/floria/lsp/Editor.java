package floria.lsp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

import floria.lsp.text.Text;
import floria.tosca.source.Fetched;

/** An editor for tests: LSP4J's client, with texts whose cursor is written as {@code |}. */
final class Editor implements LanguageClient, AutoCloseable {
    private static final int PATIENCE_S = 30;

    private final LanguageServer server;
    private final Closeable connection;
    private final Map<String, Text> texts = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<List<Diagnostic>>> diagnostics =
            new ConcurrentHashMap<>();
    private int version;

    /** A text with a cursor in it. */
    record Marked(String text, Position cursor) {
        static Marked of(String marked) {
            int at = marked.indexOf('|');
            if (at < 0) {
                return new Marked(marked, new Position(0, 0));
            }
            String text = marked.substring(0, at) + marked.substring(at + 1);
            return new Marked(text, new Text(text).position(at));
        }
    }

    private Editor(InputStream in, OutputStream out, Closeable connection, Path... folders)
            throws Exception {
        var launcher = LSPLauncher.createClientLauncher(this, in, out);
        var _ = launcher.startListening();
        this.server = launcher.getRemoteProxy();
        this.connection = connection;
        InitializeParams params = new InitializeParams();
        CompletionItemCapabilities item = new CompletionItemCapabilities(true);
        TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
        text.setCompletion(new CompletionCapabilities(item));
        ClientCapabilities capabilities = new ClientCapabilities();
        capabilities.setTextDocument(text);
        params.setCapabilities(capabilities);
        params.setWorkspaceFolders(
                java.util.Arrays.stream(folders)
                        .map(folder -> new WorkspaceFolder(folder.toUri().toString(), "folder"))
                        .toList());
        server.initialize(params).get(PATIENCE_S, TimeUnit.SECONDS);
        server.initialized(new InitializedParams());
    }

    /** An editor with a server in this process. */
    static Editor here(Path profiles, Path... folders) throws Exception {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        InputStream serverIn = Channels.newInputStream(there.source());
        OutputStream serverOut = Channels.newOutputStream(back.sink());
        OutputStream out = Channels.newOutputStream(there.sink());
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        Fetched fetched = new Fetched(profiles.resolveSibling("imports"));
                        Lsp.serve(serverIn, serverOut, profiles, fetched);
                        serverOut.close();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } catch (IOException _) {
                        // The editor was faster.
                    }
                });
        return new Editor(Channels.newInputStream(back.source()), out, out, folders);
    }

    /** An editor with a server in a process of its own. */
    static Editor of(Process process, Path... folders) throws Exception {
        return new Editor(
                process.getInputStream(), process.getOutputStream(), process::destroy, folders);
    }

    LanguageServer server() {
        return server;
    }

    Text text(String uri) {
        return Optional.ofNullable(texts.get(uri)).orElseThrow();
    }

    Marked open(String uri, String marked) {
        return open(uri, marked, "yaml");
    }

    Marked open(String uri, String marked, String language) {
        Marked parsed = Marked.of(marked);
        texts.put(uri, new Text(parsed.text));
        server.getTextDocumentService()
                .didOpen(
                        new DidOpenTextDocumentParams(
                                new TextDocumentItem(uri, language, ++version, parsed.text)));
        return parsed;
    }

    /** Replaces the whole text. */
    Marked change(String uri, String marked) {
        Marked parsed = Marked.of(marked);
        texts.put(uri, new Text(parsed.text));
        change(uri, List.of(new TextDocumentContentChangeEvent(parsed.text)));
        return parsed;
    }

    /** Types text at a position. */
    void type(String uri, Position at, String typed) {
        Range range = new Range(at, at);
        texts.computeIfPresent(uri, (_, text) -> text.with(range, typed));
        change(uri, List.of(new TextDocumentContentChangeEvent(range, typed)));
    }

    private void change(String uri, List<TextDocumentContentChangeEvent> changes) {
        server.getTextDocumentService()
                .didChange(
                        new DidChangeTextDocumentParams(
                                new VersionedTextDocumentIdentifier(uri, ++version), changes));
    }

    void close(String uri) {
        server.getTextDocumentService()
                .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri)));
    }

    List<CompletionItem> complete(String uri, Position at) {
        var answer =
                await(
                        server.getTextDocumentService()
                                .completion(
                                        new CompletionParams(new TextDocumentIdentifier(uri), at)));
        return answer.isLeft() ? answer.getLeft() : answer.getRight().getItems();
    }

    List<String> labels(String uri, Position at) {
        return complete(uri, at).stream().map(CompletionItem::getLabel).toList();
    }

    Optional<String> hover(String uri, Position at) {
        return Optional.ofNullable(
                        await(
                                server.getTextDocumentService()
                                        .hover(
                                                new HoverParams(
                                                        new TextDocumentIdentifier(uri), at))))
                .map(hover -> hover.getContents().getRight().getValue());
    }

    List<? extends Location> definition(String uri, Position at) {
        return await(
                        server.getTextDocumentService()
                                .definition(
                                        new DefinitionParams(new TextDocumentIdentifier(uri), at)))
                .getLeft();
    }

    List<? extends Location> references(String uri, Position at) {
        return await(
                server.getTextDocumentService()
                        .references(
                                new ReferenceParams(
                                        new TextDocumentIdentifier(uri),
                                        at,
                                        new ReferenceContext(true))));
    }

    /** The texts after a renaming, by URI. */
    Map<String, String> rename(String uri, Position at, String name) {
        WorkspaceEdit edit =
                await(
                        server.getTextDocumentService()
                                .rename(
                                        new RenameParams(
                                                new TextDocumentIdentifier(uri), at, name)));
        Map<String, String> fresh = new LinkedHashMap<>();
        edit.getChanges()
                .forEach((changed, edits) -> fresh.put(changed, applied(text(changed), edits)));
        return fresh;
    }

    List<DocumentSymbol> outline(String uri) {
        return await(
                        server.getTextDocumentService()
                                .documentSymbol(
                                        new DocumentSymbolParams(new TextDocumentIdentifier(uri))))
                .stream()
                .map(each -> each.getRight())
                .toList();
    }

    List<? extends TextEdit> format(String uri) {
        return await(
                server.getTextDocumentService()
                        .formatting(
                                new DocumentFormattingParams(
                                        new TextDocumentIdentifier(uri),
                                        new FormattingOptions(2, true))));
    }

    void save(String uri) {
        server.getTextDocumentService()
                .didSave(new DidSaveTextDocumentParams(new TextDocumentIdentifier(uri)));
    }

    List<? extends TextEdit> format(String uri, Range range) {
        return await(
                server.getTextDocumentService()
                        .rangeFormatting(
                                new DocumentRangeFormattingParams(
                                        new TextDocumentIdentifier(uri),
                                        new FormattingOptions(2, true),
                                        range)));
    }

    List<CodeAction> fixes(String uri, List<Diagnostic> at) {
        return await(
                        server.getTextDocumentService()
                                .codeAction(
                                        new CodeActionParams(
                                                new TextDocumentIdentifier(uri),
                                                at.getFirst().getRange(),
                                                new CodeActionContext(at))))
                .stream()
                .map(each -> each.getRight())
                .toList();
    }

    /** The next list of problems that the server sends for a document. */
    List<Diagnostic> nextProblems(String uri) throws InterruptedException {
        List<Diagnostic> next = queue(uri).poll(PATIENCE_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no problems came for " + uri);
        }
        return next;
    }

    /** Lists of problems until one has so many. */
    List<Diagnostic> problems(String uri, int count) throws InterruptedException {
        while (true) {
            List<Diagnostic> next = nextProblems(uri);
            if (next.size() == count) {
                return next;
            }
        }
    }

    static String applied(Text text, List<? extends TextEdit> edits) {
        List<TextEdit> later = new ArrayList<>(edits);
        later.sort(
                java.util.Comparator.comparingInt(
                                (TextEdit edit) -> text.offset(edit.getRange().getStart()))
                        .reversed());
        Text fresh = text;
        for (TextEdit edit : later) {
            fresh = fresh.with(edit.getRange(), edit.getNewText());
        }
        return fresh.content();
    }

    static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    private BlockingQueue<List<Diagnostic>> queue(String uri) {
        return diagnostics.computeIfAbsent(uri, _ -> new LinkedBlockingQueue<>());
    }

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams params) {
        queue(params.getUri()).add(params.getDiagnostics());
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public void showMessage(MessageParams params) {}

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(
            ShowMessageRequestParams params) {
        return CompletableFuture.completedFuture(new MessageActionItem(""));
    }

    @Override
    public void logMessage(MessageParams params) {}

    @Override
    public void close() throws IOException {
        await(server.shutdown());
        server.exit();
        connection.close();
    }
}
