package floria.server.stream;

import java.util.List;

/** What a stream is made of: numbered things that the store keeps, and only ever adds to. */
public interface Feed {

    /** The next messages after this id, oldest first; empty when there are none now. */
    List<Message> after(long id);

    /**
     * Whether nothing will be added any more, as far as one can tell; asked before the last read.
     */
    boolean isComplete();

    /**
     * One message.
     *
     * @param event the kind of message, for clients that listen for some kinds only
     * @param data written as JSON
     */
    record Message(long id, String event, Object data) {}
}
