package floria.server.language;

/** How many messages may come: a burst at once, and so many a second for long. One thread's. */
final class Pace {
    private final double most;
    private final double perNano;
    private double left;
    private long last;
    private boolean begun;

    Pace(int burst, int perSecond) {
        this.most = burst;
        this.perNano = perSecond / 1e9;
        this.left = burst;
    }

    /** Whether one more may come at that moment, as {@link System#nanoTime} counts. */
    boolean allows(long now) {
        if (begun) {
            left = Math.min(most, left + (now - last) * perNano);
        }
        begun = true;
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
