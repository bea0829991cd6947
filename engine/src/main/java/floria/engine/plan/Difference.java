package floria.engine.plan;

import java.util.List;

/** What it takes to bring a node from one revision to another, and why. */
public record Difference(Change.Kind kind, List<String> reasons) {
    static final Difference NONE = new Difference(Change.Kind.NONE, List.of());

    public Difference {
        reasons = List.copyOf(reasons);
    }
}
