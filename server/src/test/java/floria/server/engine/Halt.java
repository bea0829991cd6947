package floria.server.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;

import floria.engine.state.Store;
import floria.site.Cargo;
import floria.site.Channel;
import floria.site.Site;

/**
 * A power switch: counts the boundaries that a process crosses, which are the moments before and
 * after every write to the store and every call that changes something at a site, and from the
 * chosen one on lets nothing through any more.
 */
class Halt {
    private static final Set<String> WRITES = Set.of("write", "lease");
    private static final Set<String> CALLS = Set.of("ensure", "release", "stop", "start");

    private final long at;
    private long crossed;
    private int underWay;
    private boolean dead;

    /**
     * @param at the boundary to stop at, from 1; 0 for never
     */
    Halt(long at) {
        this.at = at;
    }

    /** What a process that has no power any more runs into. No part of the engine may catch it. */
    static final class PowerLost extends Error {
        PowerLost() {
            super("the power is gone");
        }
    }

    synchronized void cross() {
        crossed++;
        dead |= crossed == at;
        if (dead) {
            throw new PowerLost();
        }
    }

    /** How many writes and calls have begun and not ended. */
    synchronized int underWay() {
        return underWay;
    }

    private synchronized void count(int begun) {
        underWay += begun;
    }

    synchronized long crossed() {
        return crossed;
    }

    synchronized boolean isDead() {
        return dead;
    }

    Store over(Store store) {
        return wrap(Store.class, store, WRITES);
    }

    Site over(Site site) {
        return wrap(Site.class, site, CALLS);
    }

    private Channel over(Channel channel) {
        return wrap(Channel.class, channel, Set.of("start", "put"));
    }

    private Cargo over(Cargo cargo) {
        return wrap(Cargo.class, cargo, Set.of("read", "write"));
    }

    private <T> T wrap(Class<T> type, T target, Set<String> counted) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (isDead() && !method.getName().equals("close")) {
                                throw new PowerLost();
                            }
                            boolean boundary = counted.contains(method.getName());
                            count(boundary ? 1 : 0);
                            try {
                                if (boundary) {
                                    cross();
                                }
                                Object result = method.invoke(target, arguments);
                                if (boundary) {
                                    cross();
                                }
                                if (result instanceof Optional<?> some
                                        && some.orElse(null) instanceof Cargo cargo) {
                                    return Optional.of(over(cargo));
                                }
                                return result instanceof Channel channel ? over(channel) : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                count(boundary ? -1 : 0);
                            }
                        }));
    }
}
