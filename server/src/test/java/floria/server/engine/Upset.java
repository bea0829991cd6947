package floria.server.engine;

import java.util.function.Consumer;

/** Something happens at one boundary, and the process lives on. */
final class Upset extends Fuse {
    private final long at;
    private final Consumer<Fuse> what;
    private long passed;

    /**
     * @param at the boundary, from 1
     */
    Upset(long at, Consumer<Fuse> what) {
        this.at = at;
        this.what = what;
    }

    @Override
    synchronized void cross() {
        super.cross();
        if (++passed == at) {
            what.accept(this);
        }
    }
}
