package floria.server.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

import floria.engine.state.Store;
import floria.engine.state.StoreException;

/** A power switch that is set while the process lives, and a disk that can be full. */
class Fuse extends Halt {
    private static final Set<String> WRITES = Set.of("write", "hold", "drop");

    private long left = Long.MAX_VALUE;
    private int full;

    Fuse() {
        super(0);
    }

    /** The power fails at the boundary of that number from here, which counts from 1. */
    synchronized void blowAfter(long boundaries) {
        left = Math.min(left, boundaries);
    }

    /** The next writes fail before they do anything. */
    synchronized void fill(int writes) {
        full = writes;
    }

    private synchronized boolean takeFull() {
        return full > 0 && full-- > 0;
    }

    @Override
    synchronized void cross() {
        if (left > 0) {
            left--;
        }
        if (left == 0) {
            throw new PowerLost();
        }
    }

    @Override
    synchronized boolean isDead() {
        return left == 0;
    }

    @Override
    Store over(Store store) {
        Store powered = super.over(store);
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            if (WRITES.contains(method.getName()) && takeFull()) {
                                throw new StoreException("the disk is full");
                            }
                            try {
                                return method.invoke(powered, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
