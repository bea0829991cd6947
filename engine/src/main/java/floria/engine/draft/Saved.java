package floria.engine.draft;

/** What came of saving a draft. */
public sealed interface Saved {
    /** It is kept. */
    record Kept(Draft draft) implements Saved {}

    /** Somebody else saved it since; nothing was kept. */
    record Stale(int number, String actor) implements Saved {}

    /** There is no draft of that id. */
    record Missing() implements Saved {}
}
