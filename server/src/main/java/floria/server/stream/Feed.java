package floria.server.stream;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * What a stream is made of: numbered things that the store keeps, and only ever adds to.
 *
 * @param after the next messages after an id, oldest first; empty when there are none now
 * @param complete whether nothing will be added any more, as far as one can tell; asked before the
 *     last read
 */
public record Feed(LongFunction<List<Message>> after, BooleanSupplier complete) {

    /**
     * One message.
     *
     * @param event the kind of message, for clients that listen for some kinds only
     * @param data written as JSON
     */
    public record Message(long id, String event, Object data) {}
}
