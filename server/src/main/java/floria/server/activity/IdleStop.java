package floria.server.activity;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the {@link IdleRule} now and then, and stops the server when nobody needs it. */
public final class IdleStop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(IdleStop.class);

    private final Optional<IdleRule> rule;
    private final Runnable stop;
    private volatile @Nullable Thread watcher;
    private volatile boolean running;

    /** Without a rule the server stays until it is told to stop. */
    public IdleStop(Optional<IdleRule> rule, Runnable stop) {
        this.rule = rule;
        this.stop = stop;
    }

    @Override
    public void start() {
        running = true; // before the thread looks at it
        rule.ifPresent(present ->
                watcher = Thread.ofVirtual().name("idle-stop").start(() -> watch(present)));
    }

    @Override
    public void stop() {
        running = false;
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch(IdleRule rule) {
        Duration pause = pause(rule.limit());
        try {
            while (running) {
                Thread.sleep(pause);
                if (isIdle(rule)) {
                    LOG.info("Nobody needed the server for {}; it stops", rule.limit());
                    // On a thread of its own: stopping interrupts this one.
                    Thread.ofPlatform().name("idle-stopper").start(stop);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A store that cannot be read now is no reason to stop looking. */
    private static boolean isIdle(IdleRule rule) {
        try {
            return rule.isIdle();
        } catch (RuntimeException e) {
            LOG.warn("Cannot tell whether the server is needed: {}", e.getMessage());
            return false;
        }
    }

    /** A tenth of the limit, so that the stop is never much too late. */
    static Duration pause(Duration limit) {
        Duration tenth = limit.dividedBy(10);
        Duration longest = Duration.ofSeconds(30);
        Duration shortest = Duration.ofMillis(100);
        if (tenth.compareTo(longest) > 0) {
            return longest;
        }
        return tenth.compareTo(shortest) < 0 ? shortest : tenth;
    }
}
