package floria.engine.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Hands bytes from one thread to another, and never holds more than a few of them. What was written
 * is whole only if the writer has said so by {@link #end}; else reading fails.
 */
final class Pipe {
    private static final int ROOM = 256 * 1024;

    private final ReentrantLock turn = new ReentrantLock();
    private final Condition moved = turn.newCondition();
    private final byte[] bytes = new byte[ROOM];
    private int from;
    private int held;
    private boolean ended;
    private boolean read;
    private @Nullable String broken;

    /** Everything is written. */
    void end() {
        set(() -> ended = true);
    }

    /** Nothing more comes, and what came is not all. */
    void breakOff(String why) {
        set(() -> broken = why);
    }

    /** Nobody reads any more. */
    void shut() {
        set(() -> read = true);
    }

    private void set(Runnable what) {
        turn.lock();
        try {
            what.run();
            moved.signalAll();
        } finally {
            turn.unlock();
        }
    }

    private void awaitWhile(BooleanSupplier waits) throws InterruptedIOException {
        try {
            while (waits.getAsBoolean()) {
                moved.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    OutputStream in() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] what, int at, int length) throws IOException {
                turn.lock();
                try {
                    int done = 0;
                    while (done < length) {
                        awaitWhile(() -> held == ROOM && !read);
                        if (read) {
                            throw new IOException("nobody takes it any more");
                        }
                        int free = (from + held) % ROOM;
                        int some = Math.min(length - done, Math.min(ROOM - held, ROOM - free));
                        System.arraycopy(what, at + done, bytes, free, some);
                        held += some;
                        done += some;
                        moved.signalAll();
                    }
                } finally {
                    turn.unlock();
                }
            }
        };
    }

    InputStream out() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int at, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                turn.lock();
                try {
                    awaitWhile(() -> held == 0 && !ended && broken == null);
                    if (broken != null) {
                        throw new IOException(broken);
                    }
                    if (held == 0) {
                        return -1;
                    }
                    int some = Math.min(length, Math.min(held, ROOM - from));
                    System.arraycopy(bytes, from, to, at, some);
                    from = (from + some) % ROOM;
                    held -= some;
                    moved.signalAll();
                    return some;
                } finally {
                    turn.unlock();
                }
            }
        };
    }
}
