package floria.server.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The reference model: what was promised to the one who asked, and nothing of how it comes true.
 */
final class Promise {
    /** What a revision means. */
    record Shape(String word, int memory, int machines) {
        static final Shape FIRST = new Shape("a", 1, 1);
    }

    enum Wanted {
        NOTHING_YET,
        UP,
        KEPT,
        GONE
    }

    private final List<Shape> revisions = new ArrayList<>();
    private Wanted wanted = Wanted.NOTHING_YET;
    private boolean forced;

    Wanted wanted() {
        return wanted;
    }

    /** Whether somebody said that what cannot be removed may be left behind. */
    boolean isForced() {
        return forced;
    }

    Shape shape() {
        return revisions.getLast();
    }

    int revision() {
        return revisions.size();
    }

    void up() {
        if (wanted != Wanted.KEPT) {
            revisions.clear();
        }
        wanted = Wanted.UP;
        revisions.add(Shape.FIRST);
    }

    void change(Shape shape) {
        revisions.add(shape);
    }

    /** The number of the revision that is so many back. */
    int back(int steps) {
        return Math.max(1, revisions.size() - steps);
    }

    void rollback(int number) {
        revisions.add(revisions.get(number - 1));
    }

    void down(boolean keepData, boolean force) {
        // Data that is to go is not kept any more by a later wish; kept data may still go.
        wanted = keepData && wanted != Wanted.GONE ? Wanted.KEPT : Wanted.GONE;
        forced |= force;
    }
}
