package floria.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A piece of work, what came of it, and its caller's wait. All but {@link #await} is for the thread
 * that writes.
 */
final class Unit<T> {
    private final Function<Transaction, T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Runnable answer = () -> {};
    private boolean failed;

    Unit(Function<Transaction, T> work) {
        this.work = work;
    }

    /** Does the work; it is up to the caller to keep it or to take it back. */
    void run(Transaction transaction) {
        failed = false;
        T value = work.apply(transaction);
        transaction.end();
        answer = () -> result.complete(value);
    }

    void fail(Throwable failure) {
        failed = true;
        answer = () -> result.completeExceptionally(failure);
    }

    boolean hasFailed() {
        return failed;
    }

    /** Lets the caller go with what came of it. */
    void answer() {
        answer.run();
    }

    /** An interrupt does not end the wait, and is kept for the caller. */
    T await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }
}
