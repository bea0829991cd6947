package floria.lsp;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;

import floria.lsp.workspace.Workspace;
import floria.tosca.source.Fetched;

/** The language server over a pair of streams. */
public final class Lsp {
    /** Short enough to seem at once, long enough to let a word be typed. */
    private static final Duration PAUSE = Duration.ofMillis(150);

    private Lsp() {}

    /**
     * Serves one editor until it says goodbye or closes its end.
     *
     * @param profiles the folder where bundled profiles are written for editors to open
     * @param fetched files of the web that were fetched before
     * @return the exit code that the protocol asks for: 0 after a goodbye, else 1
     */
    public static int serve(InputStream in, OutputStream out, Path profiles, Fetched fetched)
            throws InterruptedException {
        Server server = new Server(new Workspace(profiles, fetched), PAUSE);
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
        try {
            Launcher<LanguageClient> launcher =
                    LSPLauncher.createServerLauncher(
                            server, in, out, threads, messages -> messages);
            server.connect(launcher.getRemoteProxy());
            Future<?> listening = launcher.startListening();
            CompletableFuture<Integer> closed =
                    CompletableFuture.supplyAsync(() -> waitFor(listening), threads);
            return (Integer) CompletableFuture.anyOf(server.ended(), closed).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the connection to the editor broke", e.getCause());
        } finally {
            // The thread that reads may hang in the stream; nothing is to be waited for.
            threads.shutdownNow();
        }
    }

    private static int waitFor(Future<?> listening) {
        try {
            listening.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            // The editor is gone; whatever broke the connection, there is nobody to tell.
        }
        return 1;
    }
}
