package floria.server.engine;

/**
 * Stops a process as SIGSTOP does, from the chosen boundary on, until it is woken: whoever crosses
 * a boundary meanwhile stands there.
 */
final class Pause extends Halt {
    private final long at;
    private long crossed;
    private boolean woken;

    /**
     * @param at the boundary to stop at, from 1
     */
    Pause(long at) {
        super(0);
        this.at = at;
    }

    @Override
    synchronized void cross() {
        crossed++;
        notifyAll();
        while (crossed >= at && !woken) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    synchronized long crossed() {
        return crossed;
    }

    synchronized boolean isStanding() {
        return crossed >= at && !woken;
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }
}
