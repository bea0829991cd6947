package floria.site;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The way into a machine. Commands live on the machine, not in the connection: they are started
 * detached, with output and exit status kept in files, so that a lost connection or a restarted
 * server neither kills nor repeats them.
 */
public interface Channel extends AutoCloseable {

    /**
     * The folder on the machine that belongs to this instance; absolute, exists, and is writable.
     */
    String workspace();

    /**
     * Starts the command, or returns the one that was started before under the same {@link
     * Command#id()}.
     */
    Execution start(Command command);

    /** The command that was started under this id, if it ever was. */
    Optional<Execution> find(String id);

    /**
     * Removes what is kept of a command that has ended: its output and how it ended. The id is not
     * to be used again.
     */
    default void forget(String id) {}

    /** Writes a file, whole or not at all; makes the folders above it. The path is absolute. */
    void put(String path, InputStream content, long size, boolean executable);

    /** Copies a regular file out; a {@link Fault.Kind#NOT_FOUND} if there is none. */
    void get(String path, OutputStream to);

    @Override
    default void close() {}
}
