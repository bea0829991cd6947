package floria.cli;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The language server as editors start it: a process, and nothing but the protocol on its output.
 */
final class LspTest {
    private static final int PATIENCE_S = 60;
    private static final String URI = "untitled:template";

    @TempDir private Path folder;

    @Test
    void servesAnEditorUntilItSaysGoodbye() throws Exception {
        Process process = start();
        Client client = new Client();
        Launcher<LanguageServer> launcher =
                LSPLauncher.createClientLauncher(
                        client, process.getInputStream(), process.getOutputStream());
        var listening = launcher.startListening();
        LanguageServer server = launcher.getRemoteProxy();
        try {
            InitializeParams params = new InitializeParams();
            params.setCapabilities(new ClientCapabilities());
            InitializeResult result = await(server.initialize(params));
            assertThat(result.getServerInfo().getName()).isEqualTo("floria");
            server.initialized(new InitializedParams());
            String text =
                    """
                    tosca_definitions_version: tosca_simple_yaml_1_3
                    topology_template:
                      node_templates:
                        machine:
                          type: tosca.nodes.Computer
                    """;
            server.getTextDocumentService()
                    .didOpen(
                            new DidOpenTextDocumentParams(
                                    new TextDocumentItem(URI, "yaml", 1, text)));

            PublishDiagnosticsParams problems = client.problems.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(problems).isNotNull();
            assertThat(problems.getDiagnostics().getFirst().getCode().getLeft())
                    .isEqualTo("unknown-type");
            assertThat(
                            await(
                                            server.getTextDocumentService()
                                                    .completion(
                                                            new CompletionParams(
                                                                    new TextDocumentIdentifier(URI),
                                                                    new Position(4, 30))))
                                    .getRight()
                                    .getItems())
                    .extracting(CompletionItem::getLabel)
                    .contains("tosca.nodes.Compute");

            await(server.shutdown());
            server.exit();
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            listening.get(PATIENCE_S, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithTheEditorThatStartedIt() throws Exception {
        Process process = start();

        process.getOutputStream().close();

        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    private Process start() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        FloriaCli.class.getName(),
                        "lsp",
                        "--stdio");
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    private static final class Client implements LanguageClient {
        private final BlockingQueue<PublishDiagnosticsParams> problems =
                new LinkedBlockingQueue<>();

        @Override
        public void publishDiagnostics(PublishDiagnosticsParams params) {
            problems.add(params);
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
    }
}
