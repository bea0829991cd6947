package floria.lsp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

import floria.lsp.workspace.Document;
import floria.lsp.workspace.Workspace;

/**
 * The language server for one editor on another machine, message by message: it knows the documents
 * that the editor opens as {@code draft:/PATH} and what Floria brings, and no file of this machine.
 * It hears one message at a time.
 */
public final class Conversation implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final Workspace workspace = new Workspace();
    private final Server server = new Server(workspace, PAUSE);
    private final MessageJsonHandler json;
    private final RemoteEndpoint endpoint;
    private final Limits limits;
    private final Semaphore questions;
    private final Consumer<String> say;

    /**
     * What an editor may ask for.
     *
     * @param questions how many may wait for their answer
     * @param characters of all open documents together
     */
    public record Limits(int questions, long characters) {}

    /** An editor says what is not of the protocol, or more than it may. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * @param say takes the server's messages, one after the other, from any thread
     */
    public Conversation(Consumer<String> say, Limits limits) {
        this.say = say;
        this.limits = limits;
        this.questions = new Semaphore(limits.questions());
        Map<String, JsonRpcMethod> methods =
                new HashMap<>(ServiceEndpoints.getSupportedMethods(LanguageServer.class));
        methods.putAll(ServiceEndpoints.getSupportedMethods(LanguageClient.class));
        this.json = new MessageJsonHandler(methods);
        this.endpoint = new RemoteEndpoint(this::tell, ServiceEndpoints.toEndpoint(server));
        json.setMethodProvider(endpoint);
        server.connect(ServiceEndpoints.toServiceObject(endpoint, LanguageClient.class));
    }

    /** Takes one message of the editor, which is answered later. */
    public void hear(String text) throws Refused {
        Message message;
        try {
            message = json.parseMessage(text);
        } catch (RuntimeException _) {
            throw new Refused("this is no message of the protocol");
        }
        if (message instanceof RequestMessage && !questions.tryAcquire()) {
            throw new Refused("more than " + limits.questions() + " questions at a time");
        }
        endpoint.consume(message);
        if (open() > limits.characters()) {
            throw new Refused("more than " + limits.characters() + " characters are open");
        }
    }

    private long open() {
        return workspace.documents().stream()
                .map(Document::text)
                .mapToLong(text -> text.content().length())
                .sum();
    }

    private void tell(Message message) {
        if (message instanceof ResponseMessage) {
            questions.release();
        }
        String text = json.serialize(message);
        synchronized (this) {
            say.accept(text);
        }
    }

    @Override
    public void close() {
        var _ = server.shutdown();
    }
}
