package floria.site.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import floria.site.Key;

/**
 * What the simulated site's provider knows: the back end, which outlives adapter objects and, when
 * it is kept in a file, server processes. The file is a log of facts; objects in several processes
 * may share it. Safe for many threads.
 */
public final class World implements AutoCloseable {
    private final ReentrantLock turn = new ReentrantLock();
    private final Facts facts = new Facts();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Optional<Path> path;
    private Optional<FileChannel> file;
    private long known;
    private volatile boolean closed;

    private World(Optional<Path> path) {
        this.path = path;
        file = path.map(World::open);
    }

    /** A world that ends with this process. */
    public static World inMemory() {
        return new World(Optional.empty());
    }

    /** A world that is kept in a file, made when it is not there. */
    public static World in(Path file) {
        return new World(Optional.of(file));
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often a resource of this key was made; more than once is a mistake of the caller's. */
    public int creations(Key key) {
        return creations().getOrDefault(key, 0);
    }

    /** How often each key was made, released ones included. */
    public Map<Key, Integer> creations() {
        return look(facts -> new TreeMap<>(facts.creations));
    }

    /** What is there now. */
    public List<Key> resources() {
        return look(facts -> List.copyOf(new TreeMap<>(facts.resources).keySet()));
    }

    /** How often a command was started, by the machine and the command's id. */
    public int starts(Key machine, String command) {
        return look(
                facts -> Optional.ofNullable(facts.starts.get(machine + " " + command)).orElse(0));
    }

    /** What is on a volume: texts, by the names of their files. */
    public Map<String, String> content(Key volume) {
        return look(facts ->
                new TreeMap<>(Optional.ofNullable(facts.contents.get(volume)).orElse(Map.of())));
    }

    /** Puts this in the place of everything that is on a volume. */
    public void fill(Key volume, Map<String, String> content) {
        List<Object> details = new ArrayList<>();
        details.add(volume);
        content.forEach((name, text) -> {
            details.add(name);
            details.add(text);
        });
        change((_, fresh) -> fresh.add(Fact.of("filled", details.toArray())));
    }

    /** Files on machines; they are not in the log, and end with this object. */
    Map<String, byte[]> files() {
        return files;
    }

    <T> T look(Function<Facts, T> question) {
        return change((facts, _) -> question.apply(facts));
    }

    /** Looks and writes new facts down, as one step. */
    interface Change<T> {
        T apply(Facts facts, List<Fact> fresh);
    }

    /**
     * A thread that is interrupted does its work first: the interrupt closes a file under it, which
     * is opened again then.
     */
    <T> T change(Change<T> change) {
        boolean interrupted = false;
        turn.lock();
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return tryTo(change);
                } catch (ClosedChannelException | FileLockInterruptionException e) {
                    if (closed) {
                        throw new UncheckedIOException(e);
                    }
                    file = path.map(World::open);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } finally {
            turn.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T tryTo(Change<T> change) throws IOException {
        try (Held _ = hold()) {
            catchUp();
            List<Fact> fresh = new ArrayList<>();
            T answer = change.apply(facts, fresh);
            append(fresh);
            fresh.forEach(facts::take);
            return answer;
        }
    }

    private interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** Keeps other processes out; other objects of this process on one file are not supported. */
    private Held hold() throws IOException {
        if (file.isEmpty()) {
            return () -> {};
        }
        FileLock lock = file.get().lock();
        return () -> {
            // A channel that was closed has given its lock up.
            if (lock.isValid()) {
                lock.release();
            }
        };
    }

    /** Takes in what other processes wrote; a last line that was cut off never happened. */
    private void catchUp() throws IOException {
        if (file.isEmpty() || file.get().size() == known) {
            return;
        }
        FileChannel channel = file.get();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - known));
        while (bytes.hasRemaining() && channel.read(bytes, known + bytes.position()) > 0) {}
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines().map(Fact::parse).forEach(facts::take);
        known += whole.getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(known);
    }

    private void append(List<Fact> fresh) throws IOException {
        if (file.isEmpty() || fresh.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        fresh.forEach(fact -> lines.append(fact).append('\n'));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        long at = known;
        while (bytes.hasRemaining()) {
            at += file.get().write(bytes, at);
        }
        known = at;
    }

    @Override
    public void close() {
        closed = true;
        file.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
