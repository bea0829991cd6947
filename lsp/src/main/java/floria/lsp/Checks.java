package floria.lsp;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;

import floria.lsp.feature.Diagnostics;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Workspace;

/**
 * Checks documents behind the editor's back, one after the other, each in its newest text only:
 * what changed again in the meantime is passed over.
 */
final class Checks implements AutoCloseable {
    private final Workspace workspace;
    private final Diagnostics diagnostics;
    private final Duration pause;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("checks").factory());
    private volatile Optional<LanguageClient> client = Optional.empty();

    Checks(Workspace workspace, Duration pause) {
        this.workspace = workspace;
        this.diagnostics = new Diagnostics(workspace);
        this.pause = pause;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void connect(LanguageClient editor) {
        client = Optional.of(editor);
    }

    /** A document has another text: it and those that read it are checked. */
    void changed(String uri) {
        workspace
                .document(uri)
                .ifPresent(document -> soon(workspace.readersOf(document.address())));
    }

    void all() {
        soon(workspace.documents());
    }

    void closed(String uri) {
        client.ifPresent(
                editor -> editor.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of())));
    }

    private void soon(Collection<Document> documents) {
        if (thread.isShutdown()) {
            return;
        }
        for (Document document : documents) {
            var _ = thread.schedule(() -> check(document), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void check(Document document) {
        if (!workspace.isCurrent(document)) {
            return;
        }
        // What is known of it is wanted too: by it, changes of other files find who reads them.
        if (document.isTemplate()) {
            workspace.fresh(document);
        }
        PublishDiagnosticsParams found =
                new PublishDiagnosticsParams(
                        document.uri(),
                        workspace.isEditable(document.address())
                                ? diagnostics.of(document)
                                : List.of());
        if (workspace.isCurrent(document)) {
            client.ifPresent(editor -> editor.publishDiagnostics(found));
        }
    }

    /** Checks that are due are given up; one that is under way ends by itself. */
    @Override
    public void close() {
        // An interrupt in the middle of a write could close the connection to the editor.
        thread.shutdown();
    }
}
