package floria.server.language;

import java.io.IOException;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import floria.lsp.Conversation;
import floria.server.security.Sessions;

/**
 * One connection to the language server. It ends when the user signs out, when nothing is said for
 * a while, and when more is said than an editor has reason to.
 */
final class LanguageSocket extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(LanguageSocket.class);

    private static final int LONGEST_MESSAGE = 4 << 20;
    private static final Conversation.Limits LIMITS = new Conversation.Limits(16, 16L << 20);
    private static final long IDLE_MS = 10 * 60_000L;

    private final Sessions.Admission admission;
    private final Runnable gone;
    private final Pace pace = new Pace(1_000, 200);
    private final StringBuilder message = new StringBuilder();

    /**
     * @param gone is run once, after the end of the connection
     */
    LanguageSocket(Sessions.Admission admission, Runnable gone) {
        this.admission = admission;
        this.gone = gone;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Conversation conversation = new Conversation(text -> send(session, text), LIMITS);
        Runnable signedOut = () -> close(session, CloseCodes.NORMAL_CLOSURE, "signed out");
        session.setMaxIdleTimeout(IDLE_MS);
        session.getUserProperties()
                .put(
                        "end",
                        (Runnable)
                                () -> {
                                    admission.forget(signedOut);
                                    conversation.close();
                                    gone.run();
                                });
        session.addMessageHandler(
                String.class,
                (MessageHandler.Partial<String>)
                        (part, last) -> hear(session, conversation, part, last));
        admission.whenSignedOut(signedOut);
    }

    private void hear(Session session, Conversation conversation, String part, boolean last) {
        if (message.length() + part.length() > LONGEST_MESSAGE) {
            close(session, CloseCodes.TOO_BIG, "the message is too long");
            return;
        }
        message.append(part);
        if (!last) {
            return;
        }
        String whole = message.toString();
        message.setLength(0);
        if (!admission.isLive()) {
            close(session, CloseCodes.NORMAL_CLOSURE, "signed out");
        } else if (!pace.allows(System.nanoTime())) {
            close(session, CloseCodes.VIOLATED_POLICY, "too many messages");
        } else {
            try {
                conversation.hear(whole);
            } catch (Conversation.Refused refused) {
                close(session, CloseCodes.VIOLATED_POLICY, String.valueOf(refused.getMessage()));
            }
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (session.getUserProperties().remove("end") instanceof Runnable end) {
            end.run();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.debug("A connection to the language server broke", failure);
    }

    private static void send(Session session, String text) {
        if (!session.isOpen()) {
            return;
        }
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A message to an editor was lost", e);
            close(session, CloseCodes.GOING_AWAY, "the message could not be sent");
        }
    }

    private static void close(Session session, CloseCodes code, String why) {
        try {
            session.close(new CloseReason(code, why));
        } catch (IOException e) {
            LOG.debug("A connection was gone before it was closed", e);
        }
    }
}
